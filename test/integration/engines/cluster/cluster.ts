import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { createKubeClient, objectsIn, type KubeClient } from '../kubeClient.js';
import { expiredToken, writeKubeconfig } from '../kubeconfig.js';
import { startServer, until, type Server } from '../processes.js';
import { writeFluxStatus } from './fluxStatus.js';
import { prepareGround, type Ground, type Programs } from './ground.js';
import { podLogs } from './logs.js';
import { apiServerOf, controllersOf, etcdOf, kwokOf, schedulerOf } from './servers.js';
import { workloads } from './workloads.js';

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

/** A cluster whose servers are real and whose nodes kwok plays; nothing is seeded but who may do what. */
export async function startCluster(
  folder: string,
  programs: Programs,
  seed: string,
): Promise<RunningCluster> {
  const ground = await prepareGround(folder, programs);
  const url = `https://127.0.0.1:${ground.ports.api}`;
  const etcd = await startServer(etcdOf(ground));
  const client = createKubeClient({ url, ca: ground.authority.cert, token: ground.adminToken });
  const api = await startServer(apiServerOf(ground, () => client.request('GET', '/readyz')));
  await client.apply(objectsIn(path.join(seed, 'nodes.yaml')));
  writeFileSync(path.join(folder, 'kwok.yaml'), kwokConfiguration(folder, path.join(seed, 'stages.yaml')));
  const others = await Promise.all(
    [controllersOf(ground), schedulerOf(ground), kwokOf(ground)].map(startServer),
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

/** Stages, and what pods have written to their logs. */
function kwokConfiguration(folder: string, stages: string): string {
  const documents = [...objectsIn(stages), ...podLogs(path.join(folder, 'logs'))];
  return documents.map((document) => `---\n${stringify(document, { lineWidth: 0 })}`).join('');
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
