import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { findBinaries } from './binaries.js';
import { serverProcess, type ResourceProvider } from './provider.js';

/** Redis, or Valkey, as installed on this machine: a server of its own for each resource. */
export function redis(env: Readonly<Record<string, string | undefined>>): ResourceProvider {
  const program = (): string | undefined => {
    for (const name of ['redis-server', 'valkey-server']) {
      const folder = findBinaries([name], env);
      if (folder !== undefined) return path.join(folder, name);
    }
    return undefined;
  };
  return {
    type: 'redis',
    title: 'Redis',
    outputs: [
      ...['host', 'port', 'username'].map((name) => ({ name, sensitive: false })),
      ...['password', 'url'].map((name) => ({ name, sensitive: true })),
    ],
    missing: () =>
      program() === undefined
        ? t(
            'Redis is not installed: install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), then try again.',
          )
        : undefined,
    prepare({ folder, port, password, user }) {
      const data = path.join(folder, 'data');
      mkdirSync(data, { recursive: true, mode: 0o700 });
      const config = path.join(folder, 'redis.conf');
      const lines = [
        ...['bind 127.0.0.1', `port ${port}`, `requirepass ${password}`, `dir ${JSON.stringify(data)}`],
        ...['appendonly yes', 'daemonize no', 'protected-mode yes'],
      ];
      // In a file, because the arguments of a process can be read by anybody.
      writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
      chmodSync(data, 0o700);
      if (user) for (const file of [data, config]) chownSync(file, user.uid, user.gid);
      return Promise.resolve();
    },
    process: ({ folder, port, user }) => ({
      ...serverProcess,
      name: 'redis',
      command: [program() ?? 'redis-server', path.join(folder, 'redis.conf')],
      variables: {},
      readiness: { kind: 'tcp', port },
      ...(user && { runAs: user }),
    }),
    values: ({ port, password }) => ({
      host: '127.0.0.1',
      port: String(port),
      username: 'default',
      password,
      url: `redis://default:${password}@127.0.0.1:${port}`,
    }),
  };
}
