import http from 'node:http';
import path from 'node:path';
import type { ServerOptions } from '../processes.js';
import type { Ground } from './ground.js';

/**
 * Debian's etcd is older than what lists that are watches (KEP-3157) need: without them nobody asks for what fails and is
 * tried again ever later. The server takes a plain watch from version 0, as kwok's are, for one, too.
 */
const withoutWatchLists = { KUBE_FEATURE_WatchListClient: 'false' };
const noWatchLists = '--feature-gates=WatchList=false';

const programOf = ({ programs }: Ground, name: string): { name: string; file: string } => ({
  name,
  file: programs[name] ?? name,
});

export function etcdOf(ground: Ground): ServerOptions {
  const { folder, ports } = ground;
  const client = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.peer}`;
  return {
    ...programOf(ground, 'etcd'),
    folder,
    args: [
      `--data-dir=${path.join(folder, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      // What a machine that loses power would lose: a test's data are not worth waiting for a disk.
      '--unsafe-no-fsync',
      '--logger=zap',
    ],
    ready: () => answers(`${client}/health`),
  };
}

export function apiServerOf(ground: Ground, ready: () => Promise<unknown>): ServerOptions {
  const { folder, files, ports } = ground;
  return {
    ...programOf(ground, 'kube-apiserver'),
    folder,
    ready,
    args: [
      `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
      '--bind-address=127.0.0.1',
      '--advertise-address=127.0.0.1',
      // An endpoint on loopback is no valid one, and nothing in this cluster asks for it.
      '--endpoint-reconciler-type=none',
      `--secure-port=${ports.api}`,
      `--tls-cert-file=${files.cert}`,
      `--tls-private-key-file=${files.key}`,
      `--client-ca-file=${files.ca}`,
      `--token-auth-file=${files.tokens}`,
      '--authorization-mode=RBAC',
      '--anonymous-auth=false',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${files.accounts}`,
      `--service-account-signing-key-file=${files.accounts}`,
      '--service-cluster-ip-range=10.96.0.0/16',
      '--kubelet-preferred-address-types=InternalIP',
      '--allow-privileged=true',
      '--profiling=false',
      noWatchLists,
    ],
  };
}

const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'daemonset-controller',
  'job-controller',
  'cronjob-controller',
  'namespace-controller',
  // Takes the taint off a new node once it is ready.
  'node-lifecycle-controller',
  'serviceaccount-controller',
  'garbage-collector-controller',
  'endpointslice-controller',
  'disruption-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
];

export function controllersOf(ground: Ground): ServerOptions {
  const { folder, files } = ground;
  return {
    ...programOf(ground, 'kube-controller-manager'),
    folder,
    env: withoutWatchLists,
    args: [
      `--kubeconfig=${files.kubeconfig}`,
      `--controllers=${controllers.join(',')}`,
      `--service-account-private-key-file=${files.accounts}`,
      `--root-ca-file=${files.ca}`,
      '--leader-elect=false',
      '--secure-port=0',
      '--concurrent-deployment-syncs=10',
    ],
    ready: () => Promise.resolve(),
  };
}

export function schedulerOf(ground: Ground): ServerOptions {
  return {
    ...programOf(ground, 'kube-scheduler'),
    folder: ground.folder,
    env: withoutWatchLists,
    args: [`--kubeconfig=${ground.files.kubeconfig}`, '--leader-elect=false', '--secure-port=0'],
    ready: () => Promise.resolve(),
  };
}

export function kwokOf(ground: Ground): ServerOptions {
  const { folder, files, ports } = ground;
  return {
    ...programOf(ground, 'kwok'),
    folder,
    env: withoutWatchLists,
    args: [
      `--kubeconfig=${files.kubeconfig}`,
      `--config=${path.join(folder, 'kwok.yaml')}`,
      '--manage-all-nodes=true',
      '--node-ip=127.0.0.1',
      `--node-port=${ports.kwok}`,
      `--server-address=127.0.0.1:${ports.kwok}`,
      `--tls-cert-file=${files.cert}`,
      `--tls-private-key-file=${files.key}`,
      '--node-lease-duration-seconds=40',
    ],
    ready: () => answers(`http://127.0.0.1:${ports.kwok}/healthz`),
  };
}

function answers(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = http.get(url, { timeout: 5000 }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`GET ${url} answers ${response.statusCode}`));
    });
    call.on('timeout', () => call.destroy(new Error(`GET ${url} takes too long`)));
    call.on('error', reject);
  });
}
