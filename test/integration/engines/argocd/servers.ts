import path from 'node:path';
import type { Programs } from '../cluster/ground.js';
import type { ServerOptions } from '../processes.js';

export interface ArgocdGround {
  readonly folder: string;
  readonly programs: Programs;
  /** With the programs that the repository server calls. */
  readonly bin: string;
  /** Of who may do everything. */
  readonly kubeconfig: string;
  readonly ports: Readonly<Record<PortOf, number>>;
}

export const portNames = [
  'server',
  'serverMetrics',
  'repository',
  'repositoryMetrics',
  'controllerMetrics',
  'setsMetrics',
  'setsProbe',
  'setsWebhook',
  'redis',
] as const;

type PortOf = (typeof portNames)[number];

const local = (port: number): string => `127.0.0.1:${port}`;

/** Redis and the repository server, which the others ask. */
export function repositoryServers(ground: ArgocdGround): ServerOptions[] {
  const { folder, programs, ports } = ground;
  return [
    {
      name: 'redis',
      file: programs['redis-server'] ?? 'redis-server',
      args: ['--port', `${ports.redis}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      folder,
      ready: () => Promise.resolve(),
    },
    partOf(ground, 'argocd-repo-server', `${local(ports.repositoryMetrics)}/healthz`, [
      ...['--redis', local(ports.redis)],
      ...['--address', '127.0.0.1', '--port', `${ports.repository}`, '--disable-tls'],
      ...['--metrics-address', '127.0.0.1', '--metrics-port', `${ports.repositoryMetrics}`],
    ]),
  ];
}

/** The two controllers, and the server that people and tools ask. */
export function clusterServers(ground: ArgocdGround): ServerOptions[] {
  const { kubeconfig, ports } = ground;
  const cluster = ['--kubeconfig', kubeconfig, '--namespace', 'argocd'];
  const plain = '--repo-server-plaintext';
  const asks = [...cluster, '--redis', local(ports.redis), '--repo-server', local(ports.repository), plain];
  return [
    partOf(ground, 'argocd-application-controller', `${local(ports.controllerMetrics)}/healthz`, [
      ...asks,
      ...['--metrics-port', `${ports.controllerMetrics}`, '--app-resync', '60'],
    ]),
    partOf(ground, 'argocd-applicationset-controller', `${local(ports.setsMetrics)}/metrics`, [
      ...[...cluster, '--argocd-repo-server', local(ports.repository), plain],
      ...['--metrics-addr', local(ports.setsMetrics), '--probe-addr', local(ports.setsProbe)],
      ...['--webhook-addr', local(ports.setsWebhook)],
    ]),
    partOf(ground, 'argocd-server', `${local(ports.server)}/healthz`, [
      ...[...asks, '--insecure', '--address', '127.0.0.1', '--port', `${ports.server}`],
      ...['--metrics-address', '127.0.0.1', '--metrics-port', `${ports.serverMetrics}`],
    ]),
  ];
}

/** All are one program, which goes by the name that it is given. */
function partOf(
  ground: ArgocdGround,
  name: string,
  answersAt: string,
  args: readonly string[],
): ServerOptions {
  const health = `http://${answersAt}`;
  return {
    name,
    file: ground.programs['argocd'] ?? 'argocd',
    args: [...args, '--loglevel', 'info'],
    env: environmentOf(ground, name),
    folder: ground.folder,
    ready: async () => {
      const response = await fetch(health, { signal: AbortSignal.timeout(5000) });
      if (!response.ok) throw new Error(`GET ${health} answers ${response.status}`);
    },
  };
}

function environmentOf({ folder, bin, kubeconfig }: ArgocdGround, name: string): Record<string, string> {
  return {
    ARGOCD_BINARY_NAME: name,
    // Its own cluster is that of the kubeconfig.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    KUBECONFIG: kubeconfig,
    PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: path.join(folder, 'tls'),
    ARGOCD_SSH_DATA_PATH: path.join(folder, 'ssh'),
    ARGOCD_GNUPGHOME: path.join(folder, 'gpg'),
    ARGOCD_GPG_DATA_PATH: path.join(folder, 'gpg-source'),
    ARGOCD_PLUGINSOCKFILEPATH: path.join(folder, 'plugins'),
    ARGOCD_ASK_PASS_SOCK: path.join(folder, 'ask-pass.sock'),
    ARGOCD_CONTROLLER_SHARD: '0',
    ARGOCD_RECONCILIATION_JITTER: '0',
    ARGOCD_MAX_CONCURRENT_LOGIN_REQUESTS_COUNT: '50',
  };
}
