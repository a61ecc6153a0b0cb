import { randomBytes } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Programs, RunningCluster } from '../cluster/cluster.js';
import { objectsIn } from '../kubeClient.js';
import { freePorts } from '../ports.js';
import { startServer, until, type Server, type ServerOptions } from '../processes.js';
import { createArgocdApi, signIn, type ArgocdApi } from './api.js';

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
  const [server = 0, ...ports] = await freePorts(10);
  const url = `http://127.0.0.1:${server}`;
  const settings = {
    ARGOCD_URL: url,
    PASSWORD_HASH: hashOf(options),
    SERVER_KEY: randomBytes(24).toString('hex'),
  };
  await cluster.client.apply(objectsIn(path.join(seed, 'settings.yaml'), settings));
  await cluster.client.apply(objectsIn(path.join(seed, 'projects.yaml')));
  const started: Server[] = [];
  for (const group of serversOf(options, [server, ...ports])) {
    started.push(...(await Promise.all(group.map((one) => startServer(one)))));
  }
  const token = await until('a session of admin', () => signIn(url, 'admin', password));
  const api = createArgocdApi(url, token);
  return { addresses: { url, password, tokens: await tokensOf(token, api) }, api, servers: started };
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

function serversOf(options: ArgocdOptions, ports: readonly number[]): readonly (readonly ServerOptions[])[] {
  const [
    server = 0,
    redis = 0,
    repo = 0,
    metrics1 = 0,
    metrics2 = 0,
    metrics3 = 0,
    sets = 0,
    probe = 0,
    hook = 0,
  ] = ports;
  const { folder, programs } = options;
  const cache = ['--redis', `127.0.0.1:${redis}`];
  const repository = ['--repo-server', `127.0.0.1:${repo}`, '--repo-server-plaintext'];
  const answers = (url: string): (() => Promise<void>) => {
    return async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
      if (!response.ok) throw new Error(`GET ${url} answers ${response.status}`);
    };
  };
  const part = (name: string, args: readonly string[], health: string): ServerOptions => ({
    name,
    file: programs['argocd'] ?? 'argocd',
    args: [...args, '--loglevel', 'info'],
    env: environmentOf(options, name),
    folder,
    ready: answers(health),
  });
  return [
    [
      {
        name: 'redis',
        file: programs['redis-server'] ?? 'redis-server',
        args: ['--port', String(redis), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
        folder,
        ready: () => Promise.resolve(),
      },
      part(
        'argocd-repo-server',
        [
          ...cache,
          '--address',
          '127.0.0.1',
          '--port',
          String(repo),
          '--disable-tls',
          '--metrics-port',
          `${metrics1}`,
        ],
        `http://127.0.0.1:${metrics1}/healthz`,
      ),
    ],
    [
      part(
        'argocd-application-controller',
        [
          ...cache,
          ...repository,
          ...kubeconfigOf(options),
          '--metrics-port',
          `${metrics2}`,
          '--app-resync',
          '60',
        ],
        `http://127.0.0.1:${metrics2}/healthz`,
      ),
      part(
        'argocd-applicationset-controller',
        [
          '--argocd-repo-server',
          `127.0.0.1:${repo}`,
          '--repo-server-plaintext',
          ...kubeconfigOf(options),
          '--metrics-addr',
          `127.0.0.1:${sets}`,
          '--probe-addr',
          `127.0.0.1:${probe}`,
          '--webhook-addr',
          `127.0.0.1:${hook}`,
        ],
        `http://127.0.0.1:${probe}/healthz`,
      ),
      part(
        'argocd-server',
        [
          ...cache,
          ...repository,
          ...kubeconfigOf(options),
          '--insecure',
          '--address',
          '127.0.0.1',
          '--port',
          String(server),
          '--metrics-port',
          `${metrics3}`,
        ],
        `http://127.0.0.1:${server}/healthz`,
      ),
    ],
  ];
}

const kubeconfigOf = ({ cluster }: ArgocdOptions): readonly string[] => [
  '--kubeconfig',
  cluster.addresses.adminKubeconfig,
  '--namespace',
  'argocd',
];

function environmentOf({ folder, bin, cluster }: ArgocdOptions, name: string): Record<string, string> {
  return {
    ARGOCD_BINARY_NAME: name,
    // Its own cluster is that of the kubeconfig.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    KUBECONFIG: cluster.addresses.adminKubeconfig,
    PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: path.join(folder, 'tls'),
    ARGOCD_SSH_DATA_PATH: path.join(folder, 'ssh'),
    ARGOCD_GNUPGHOME: path.join(folder, 'gpg'),
    ARGOCD_GPG_DATA_PATH: path.join(folder, 'gpg-source'),
    ARGOCD_PLUGINSOCKFILEPATH: path.join(folder, 'plugins'),
    ARGOCD_CONTROLLER_SHARD: '0',
    ARGOCD_RECONCILIATION_JITTER: '0',
    ARGOCD_MAX_CONCURRENT_LOGIN_REQUESTS_COUNT: '50',
  };
}

async function tokensOf(admin: string, api: ArgocdApi): Promise<ArgocdAddresses['tokens']> {
  const tokenOf = async (route: string, expiresIn: number): Promise<string> => {
    const { token } = (await api.request('POST', route, { expiresIn: String(expiresIn) })) as {
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
