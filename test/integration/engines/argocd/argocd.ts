import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RunningCluster } from '../cluster/cluster.js';
import type { Programs } from '../cluster/ground.js';
import { objectsIn } from '../kubeClient.js';
import { freePorts } from '../ports.js';
import { startServer, until, type Server } from '../processes.js';
import { createArgocdApi, signIn, type ArgocdApi } from './api.js';
import { clusterServers, portNames, repositoryServers, type ArgocdGround } from './servers.js';

export interface ArgocdAddresses {
  readonly url: string;
  /** Of `admin`, `developer` and `denied`. */
  readonly password: string;
  readonly tokens: {
    readonly admin: string;
    /** Reads all, syncs the project `shop`, may not see logs of others. */
    readonly developer: string;
    readonly ci: string;
    /** A known account without any role. */
    readonly denied: string;
    /** Of the role `deployer` of the project `shop`. */
    readonly project: string;
    readonly expired: string;
  };
}

export interface RunningArgocd {
  readonly addresses: ArgocdAddresses;
  readonly api: ArgocdApi;
  readonly servers: readonly Server[];
}

export interface ArgocdOptions {
  readonly folder: string;
  readonly programs: Programs;
  /** With the programs that the repository server calls. */
  readonly bin: string;
  readonly cluster: RunningCluster;
  /** Of the definitions of its kinds. */
  readonly definitions: string;
  readonly seed: string;
}

const password = 'argocd-password-of-tests';

/** Argo CD's servers beside the cluster, as its developers run them: each a process that takes a kubeconfig. */
export async function startArgocd(options: ArgocdOptions): Promise<RunningArgocd> {
  const { folder, cluster, definitions, seed } = options;
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(definitions).filter((file) => file.endsWith('-crd.yaml'));
  for (const file of files) await cluster.client.apply(objectsIn(path.join(definitions, file)));
  const free = await freePorts(portNames.length);
  const ports = Object.fromEntries(portNames.map((name, index) => [name, free[index] ?? 0]));
  const kubeconfig = cluster.addresses.adminKubeconfig;
  const ground = { ...options, kubeconfig, ports: ports as ArgocdGround['ports'] };
  const url = `http://127.0.0.1:${ground.ports.server}`;
  const secrets = { PASSWORD_HASH: hashOf(options), SERVER_KEY: randomBytes(24).toString('hex') };
  const settings = objectsIn(path.join(seed, 'settings.yaml'), { ARGOCD_URL: url, ...secrets });
  await cluster.client.apply([...settings, ...objectsIn(path.join(seed, 'projects.yaml'))]);
  const servers = [
    ...(await Promise.all(repositoryServers(ground).map(startServer))),
    ...(await Promise.all(clusterServers(ground).map(startServer))),
  ];
  const token = await until('a session of admin', () => signIn(url, 'admin', password));
  const api = createArgocdApi(url, token);
  return { addresses: { url, password, tokens: await tokensOf(token, api) }, api, servers };
}

/** As argocd-secret keeps a password. */
function hashOf({ programs, folder }: ArgocdOptions): string {
  const { stdout, stderr } = spawnSync(
    programs['argocd'] ?? 'argocd',
    ['account', 'bcrypt', '--password', password],
    {
      encoding: 'utf8',
      env: { HOME: folder, ARGOCD_BINARY_NAME: 'argocd' },
    },
  );
  if (!stdout.startsWith('$2')) throw new Error(`argocd account bcrypt: ${stderr}`);
  return stdout.trim();
}

async function tokensOf(admin: string, api: ArgocdApi): Promise<ArgocdAddresses['tokens']> {
  const tokenOf = async (route: string, expiresIn: number): Promise<string> => {
    const { token } = (await api.request('POST', route, { expiresIn })) as {
      token: string;
    };
    return token;
  };
  const account = (name: string, expiresIn = 86_400): Promise<string> =>
    tokenOf(`/api/v1/account/${name}/token`, expiresIn);
  return {
    admin,
    developer: await account('developer'),
    ci: await account('ci'),
    denied: await account('denied'),
    project: await tokenOf('/api/v1/projects/shop/roles/deployer/token', 86_400),
    // A second later nobody takes it any more; starting what is left takes longer.
    expired: await account('ci', 1),
  };
}
