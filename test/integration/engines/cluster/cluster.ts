import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { stringify } from 'yaml';
import { certify, makeAuthority, type Authority } from '../../../support/certificates.js';
import { createKubeClient, objectsIn, type KubeClient } from '../kubeClient.js';
import { expiredToken, writeKubeconfig } from '../kubeconfig.js';
import { freePorts } from '../ports.js';
import { startServer, until, type Server } from '../processes.js';
import { writeFluxStatus } from './fluxStatus.js';
import { podLogs } from './logs.js';
import { workloads } from './workloads.js';

/** Paths of the programs by name. */
export type Programs = Readonly<Record<string, string>>;

export interface ClusterAddresses {
  readonly url: string;
  /** The authority's certificate, PEM. */
  readonly ca: string;
  readonly caFile: string;
  /** With all contexts (kubeconfig.ts). */
  readonly kubeconfig: string;
  /** With one context that may do everything: what the fixture's own servers take. */
  readonly adminKubeconfig: string;
  readonly tokens: {
    readonly admin: string;
    /** Of service accounts: reads everything, edits development and staging, may do nothing, ended. */
    readonly reader: string;
    readonly developer: string;
    readonly denied: string;
    readonly expired: string;
  };
  /** Each line of it is one run of the credential plugin. */
  readonly execRan: string;
}

export interface RunningCluster {
  readonly addresses: ClusterAddresses;
  readonly client: KubeClient;
  /** In the order they are started. */
  readonly servers: readonly Server[];
}

interface Ground {
  readonly folder: string;
  readonly programs: Programs;
  readonly authority: Authority;
  readonly files: Readonly<Record<'ca' | 'cert' | 'key' | 'accounts' | 'tokens' | 'kubeconfig', string>>;
  readonly accountsKey: string;
  readonly adminToken: string;
  readonly ports: {
    readonly etcd: number;
    readonly peer: number;
    readonly api: number;
    readonly kwok: number;
  };
}

/** A cluster whose servers are real and whose nodes kwok plays; nothing is seeded but who may do what. */
export async function startCluster(
  folder: string,
  programs: Programs,
  seed: string,
): Promise<RunningCluster> {
  const ground = await prepare(folder, programs);
  const url = `https://127.0.0.1:${ground.ports.api}`;
  const etcd = await startServer(etcdOf(ground));
  const client = createKubeClient({ url, ca: ground.authority.cert, token: ground.adminToken });
  const api = await startServer(apiServerOf(ground, () => client.request('GET', '/readyz')));
  await client.apply(objectsIn(path.join(seed, 'nodes.yaml')));
  writeFileSync(path.join(folder, 'kwok.yaml'), kwokConfiguration(folder, path.join(seed, 'stages.yaml')));
  const others = await Promise.all(
    [controllersOf(ground), schedulerOf(ground), kwokOf(ground)].map((options) => startServer(options)),
  );
  await client.apply(objectsIn(path.join(seed, 'access.yaml')));
  const addresses = await addressesOf(ground, url, client);
  return { addresses, client, servers: [etcd, api, ...others] };
}

/** Workloads that nobody's delivery owns, and Flux's objects: what the Kubernetes adapter reads without Argo CD. */
export async function seedWorkloads({ client }: RunningCluster, seed: string): Promise<void> {
  await client.apply(workloads());
  await client.apply(objectsIn(path.join(seed, 'flux.yaml')));
  await writeFluxStatus(client);
}

async function prepare(folder: string, programs: Programs): Promise<Ground> {
  mkdirSync(folder, { recursive: true });
  const [etcd = 0, peer = 0, api = 0, kwok = 0] = await freePorts(4);
  const authority = makeAuthority('Engines Authority');
  const served = certify(authority, ['127.0.0.1', 'localhost', 'kubernetes', 'kubernetes.default.svc']);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const accountsKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const adminToken = randomBytes(24).toString('hex');
  const keep = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const files = {
    ca: keep('ca.crt', authority.cert),
    cert: keep('server.crt', served.cert),
    key: keep('server.key', served.key),
    accounts: keep('accounts.key', accountsKey),
    tokens: keep('tokens.csv', `${adminToken},admin,admin,"system:masters"\n`),
    kubeconfig: keep('admin.kubeconfig', adminKubeconfig(`https://127.0.0.1:${api}`, authority, adminToken)),
  };
  const ports = { etcd, peer, api, kwok };
  return { folder, programs, authority, files, accountsKey, adminToken, ports };
}

function adminKubeconfig(server: string, authority: Authority, token: string): string {
  const ca = Buffer.from(authority.cert).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'admin',
    clusters: [{ name: 'engines', cluster: { server, 'certificate-authority-data': ca } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'admin', context: { cluster: 'engines', user: 'admin' } }],
  });
}

const programOf = ({ programs }: Ground, name: string): { name: string; file: string } => ({
  name,
  file: programs[name] ?? name,
});

function etcdOf(ground: Ground): Parameters<typeof startServer>[0] {
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

function apiServerOf(ground: Ground, ready: () => Promise<unknown>): Parameters<typeof startServer>[0] {
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
  'serviceaccount-controller',
  'garbage-collector-controller',
  'endpointslice-controller',
  'disruption-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
];

function controllersOf(ground: Ground): Parameters<typeof startServer>[0] {
  const { folder, files } = ground;
  return {
    ...programOf(ground, 'kube-controller-manager'),
    folder,
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

function schedulerOf(ground: Ground): Parameters<typeof startServer>[0] {
  return {
    ...programOf(ground, 'kube-scheduler'),
    folder: ground.folder,
    args: [`--kubeconfig=${ground.files.kubeconfig}`, '--leader-elect=false', '--secure-port=0'],
    ready: () => Promise.resolve(),
  };
}

function kwokOf(ground: Ground): Parameters<typeof startServer>[0] {
  const { folder, files, ports } = ground;
  return {
    ...programOf(ground, 'kwok'),
    folder,
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

/** Stages, and what pods have written to their logs. */
function kwokConfiguration(folder: string, stages: string): string {
  const documents = [...objectsIn(stages), ...podLogs(path.join(folder, 'logs'))];
  return documents.map((document) => `---\n${stringify(document, { lineWidth: 0 })}`).join('');
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

async function addressesOf(ground: Ground, url: string, client: KubeClient): Promise<ClusterAddresses> {
  const { folder, authority, files, adminToken } = ground;
  const tokenOf = async (name: string): Promise<string> => {
    const route = `/api/v1/namespaces/golden-path/serviceaccounts/${name}/token`;
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const { status } = (await client.request('POST', route, {
      ...body,
      spec: { expirationSeconds: 86_400 },
    })) as {
      status: { token: string };
    };
    return status.token;
  };
  const developer = await until('a token of a service account', () => tokenOf('developer'));
  const head = JSON.parse(Buffer.from(developer.split('.')[0] ?? '', 'base64url').toString()) as {
    kid: string;
  };
  return {
    url,
    ca: authority.cert,
    caFile: files.ca,
    kubeconfig: writeKubeconfig({ folder, url, authority, adminToken, developerToken: developer }),
    adminKubeconfig: files.kubeconfig,
    tokens: {
      admin: adminToken,
      reader: await tokenOf('reader'),
      developer,
      denied: await tokenOf('denied'),
      expired: expiredToken(ground.accountsKey, head.kid),
    },
    execRan: path.join(folder, 'engines-credential.ran'),
  };
}
