import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { abortReason, delay, onAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { baseEnvironment, type EnvironmentVariables } from '../runtime/childEnvironment.js';
import { findPlatform, isHeld, type FoundPlatform } from './find.js';

export interface StartOptions {
  /** `cli.cjs`. */
  readonly cliPath: string;
  readonly dataDir: string;
  /** Further arguments of `platform start`. */
  readonly args: readonly string[];
  /** Our own environment; the platform gets the allow-listed part. */
  readonly env: EnvironmentVariables;
  readonly signal?: AbortSignal;
}

const startTimeoutMs = 30_000;
const pollMs = 100;

/** Node's own environment in an editor's process, and git's way to the user's keys. */
export function platformEnvironment(env: EnvironmentVariables): Record<string, string> {
  const agent = env['SSH_AUTH_SOCK'];
  return {
    ...baseEnvironment(env),
    ...(agent !== undefined && { SSH_AUTH_SOCK: agent }),
    ELECTRON_RUN_AS_NODE: '1',
  };
}

/** Finds the platform of a folder or starts it in the background. Whoever starts at the same time gets the same one. */
export async function findOrStart(options: StartOptions): Promise<FoundPlatform> {
  const { dataDir, signal } = options;
  const deadline = Date.now() + startTimeoutMs;
  let said = '';
  for (;;) {
    const found = await findPlatform(dataDir, signal);
    if (found) return found;
    if (Date.now() > deadline) break;
    if (await isHeld(dataDir)) {
      // Another starts or stops just now.
      await delay(pollMs, signal);
      continue;
    }
    const fault = await spawnPlatform(options);
    said = fault ?? said;
    if (fault !== undefined && !(await isHeld(dataDir))) break;
  }
  throw new UserError(
    'local.not-started',
    said ||
      t(
        'The local platform did not start in {0} seconds; its log is in {1}.',
        startTimeoutMs / 1_000,
        dataDir,
      ),
  );
}

/** Starts one; resolves when it says it is ready, or with what it said when it ended instead. */
function spawnPlatform({ cliPath, dataDir, args, env, signal }: StartOptions): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const all = [cliPath, 'platform', 'start', '--data', dataDir, '--format', 'json', ...args];
    const child = spawn(process.execPath, all, {
      detached: true,
      env: platformEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let said = '';
    const timer = setTimeout(() => finish(() => resolve(undefined)), startTimeoutMs);
    const aborts = signal && onAbort(signal, () => finish(() => reject(abortReason(signal))));
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      aborts?.dispose();
      child.stdout.destroy();
      child.stderr.destroy();
      child.unref();
      settle();
    };
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    createInterface({ input: child.stdout }).once('line', () => finish(() => resolve(undefined)));
    child.once('error', (error) => finish(() => resolve(error.message)));
    child.once('close', () => finish(() => resolve(said.trim() || t('The local platform ended at once.'))));
  });
}
