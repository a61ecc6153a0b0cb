import { randomUUID } from 'node:crypto';
import type { LocalPlatformHost, PlatformConnection } from '../model/localPlatform.js';
import type { Log } from '../model/log.js';
import { callPlatform } from './life/api.js';
import { defaultDataDir } from './life/dataDir.js';
import { findPlatform } from './life/find.js';
import { findOrStart } from './life/startDetached.js';
import { stopPlatform } from './life/stop.js';

export interface LocalPlatformHostOptions {
  /** The built command-line tool, `dist/cli.cjs`. */
  readonly cliPath: string;
  /** Default: the user's folder, or `GOLDEN_PATH_DATA`. */
  readonly dataDir?: string;
  readonly log: Log;
  /** A file of translations, for a platform that is started from here. */
  readonly translations?: string;
  /** Seconds from the last lease to the end of a platform started here; for tests. */
  readonly graceSeconds?: number;
}

const renewMs = 5_000;

/** The local platform for one window: found or started, and kept alive by a lease until disposed. */
export function createLocalPlatformHost(options: LocalPlatformHostOptions): LocalPlatformHost {
  const dataDir = options.dataDir ?? defaultDataDir(process.env);
  const lease = `/local/leases/${randomUUID()}`;
  let held: PlatformConnection | undefined;
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;

  const renew = async (): Promise<void> => {
    if (held && !(await callPlatform(held, 'PUT', lease))) {
      options.log.debug('The local platform does not answer.');
    }
  };
  const hold = async (connection: PlatformConnection): Promise<PlatformConnection> => {
    if (disposed) return connection;
    held = connection;
    clearInterval(timer);
    timer = setInterval(() => void renew(), renewMs);
    timer.unref();
    await renew();
    return connection;
  };
  const letGo = (): void => {
    clearInterval(timer);
    const connection = held;
    held = undefined;
    if (connection) void callPlatform(connection, 'DELETE', lease);
  };

  return {
    async find(signal) {
      const found = await findPlatform(dataDir, signal);
      return found && hold(found.connection);
    },
    async start(signal) {
      const grace = options.graceSeconds;
      const args = ['--leased', ...(grace === undefined ? [] : ['--grace', String(grace)])];
      const { cliPath, translations } = options;
      if (translations !== undefined) args.push('--translations', translations);
      const found = await findOrStart({
        cliPath,
        dataDir,
        args,
        env: process.env,
        ...(signal && { signal }),
      });
      options.log.info(`The local platform runs at ${found.connection.url} (process ${found.record.pid}).`);
      return hold(found.connection);
    },
    async stop(signal) {
      letGo();
      await stopPlatform(dataDir, signal);
    },
    dispose() {
      disposed = true;
      letGo();
    },
  };
}
