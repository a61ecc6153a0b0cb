import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { GroupCommand } from '../runtime/processGroup.js';
import { runToEnd } from '../runtime/runToEnd.js';
import { findBinaries } from './binaries.js';
import { serverProcess, type ResourceProvider, type ServerPlace } from './provider.js';

const database = 'app';
const owner = 'app';

/** PostgreSQL as installed on this machine: a cluster of its own for each resource. */
export function postgres(env: Readonly<Record<string, string | undefined>>): ResourceProvider {
  const bin = (): string | undefined => findBinaries(['initdb', 'postgres'], env);
  const tool = (name: string): string => path.join(bin() ?? '', name);
  return {
    type: 'postgres',
    title: 'PostgreSQL',
    outputs: [
      ...['host', 'port', 'name', 'database', 'username'].map((name) => ({ name, sensitive: false })),
      ...['password', 'url'].map((name) => ({ name, sensitive: true })),
    ],
    missing: () =>
      bin() === undefined
        ? t(
            'PostgreSQL is not installed: install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql), then try again.',
          )
        : undefined,
    async prepare(place) {
      const data = dataOf(place);
      if (existsSync(data)) return;
      const incoming = `${data}.incoming`;
      rmSync(incoming, { recursive: true, force: true });
      mkdirSync(incoming, { mode: 0o700 });
      const passwordFile = path.join(place.folder, 'password.initdb');
      writeFileSync(passwordFile, `${place.password}\n`, { mode: 0o600 });
      own(place, incoming, passwordFile);
      try {
        const options = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-instructions'];
        const args = ['-D', incoming, `--username=${owner}`, `--pwfile=${passwordFile}`, ...options];
        await run(place, { file: tool('initdb'), args });
        const create = `CREATE DATABASE ${database} OWNER ${owner};\n`;
        await run(place, {
          file: tool('postgres'),
          args: ['--single', '-D', incoming, 'postgres'],
          input: create,
        });
      } finally {
        rmSync(passwordFile, { force: true });
      }
      renameSync(incoming, data);
    },
    process: (place) => ({
      ...serverProcess,
      name: 'postgres',
      command: [
        ...[tool('postgres'), '-D', dataOf(place), '-p', String(place.port)],
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ],
      variables: {},
      readiness: existsSync(tool('pg_isready'))
        ? { kind: 'exec', command: [tool('pg_isready'), '-q', '-h', '127.0.0.1', '-p', String(place.port)] }
        : { kind: 'tcp', port: place.port },
      // At SIGTERM it would wait until its last client leaves.
      stopSignal: 'SIGINT',
      ...(place.user && { runAs: place.user }),
    }),
    values: ({ port, password }) => ({
      host: '127.0.0.1',
      port: String(port),
      name: database,
      database,
      username: owner,
      password,
      url: `postgresql://${owner}:${password}@127.0.0.1:${port}/${database}`,
    }),
  };
}

function dataOf({ folder }: ServerPlace): string {
  return path.join(folder, 'data');
}

function own({ user }: ServerPlace, ...files: readonly string[]): void {
  if (user) for (const file of files) chownSync(file, user.uid, user.gid);
  for (const file of files) if (!file.endsWith('.initdb')) chmodSync(file, 0o700);
}

async function run(
  { folder, env, user, registry, signal, onLine }: ServerPlace,
  command: Pick<GroupCommand, 'file' | 'args' | 'input'>,
): Promise<void> {
  const lines: string[] = [];
  const exit = await runToEnd(
    { ...command, cwd: folder, env, ...(user && { runAs: user }) },
    registry,
    (_stream, line) => {
      lines.push(line);
      onLine(line);
    },
    signal,
  );
  if (exit.code === 0) return;
  throw new UserError(
    'local.resource-not-made',
    t('PostgreSQL could not be set up ({0}): {1}', path.basename(command.file), lines.slice(-5).join('\n')),
  );
}
