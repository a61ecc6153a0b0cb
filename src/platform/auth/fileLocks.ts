import { link, mkdir, open, readFile, rename, stat, unlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import { processLocks, type Locks } from './locks.js';

export interface FileLockTiming {
  readonly heartbeatMs: number;
  /** A lock without a heartbeat for this long was left behind by a process that died. */
  readonly staleMs: number;
  readonly waitMs: number;
  readonly pollMs: number;
}

const defaultTiming: FileLockTiming = { heartbeatMs: 2_000, staleMs: 10_000, waitMs: 30_000, pollMs: 50 };

/**
 * Locks among all processes that share `folder`: a file each, made exclusively, touched while it is held. Where the
 * folder cannot be written, they hold among the callers of this process only.
 */
export function fileLocks(folder: string, given: Partial<FileLockTiming> = {}): Locks {
  const timing = { ...defaultTiming, ...given };
  const local = processLocks();
  return {
    hold: (name, task, signal) =>
      local.hold(
        name,
        async () => {
          const release = await acquire(path.join(folder, fileNameOf(name)), timing, signal);
          try {
            return await task();
          } finally {
            await release();
          }
        },
        signal,
      ),
  };
}

type Release = () => Promise<void>;

async function acquire(file: string, timing: FileLockTiming, signal?: AbortSignal): Promise<Release> {
  const nonce = `${process.pid}-${crypto.randomUUID()}`;
  const end = Date.now() + timing.waitMs;
  for (;;) {
    const made = await make(file, nonce);
    if (made === 'unwritable') return () => Promise.resolve();
    if (made === 'made') return keep(file, nonce, timing.heartbeatMs);
    await clearStale(file, timing.staleMs);
    if (Date.now() > end) {
      throw new PlatformError(
        'unavailable',
        t('Another window has been busy with the same sign-in for too long. Try again.'),
      );
    }
    await delay(timing.pollMs * (1 + Math.random()), signal);
  }
}

async function make(file: string, nonce: string): Promise<'made' | 'taken' | 'unwritable'> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(nonce);
    } finally {
      await handle.close();
    }
    return 'made';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'taken' : 'unwritable';
  }
}

function keep(file: string, nonce: string, heartbeatMs: number): Release {
  const timer = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, heartbeatMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    if ((await contentOf(file)) === nonce) await unlink(file).catch(() => undefined);
  };
}

/** Takes a dead lock away; one that came to life in between is put back. */
async function clearStale(file: string, staleMs: number): Promise<void> {
  const seen = await contentOf(file);
  const found = await stat(file).catch(() => undefined);
  if (!found || seen === undefined || Math.abs(Date.now() - found.mtimeMs) < staleMs) return;
  const aside = `${file}.${crypto.randomUUID()}`;
  try {
    await rename(file, aside);
    if ((await contentOf(aside)) !== seen) await link(aside, file);
  } catch {
    // Somebody else was first: the next attempt to make it tells.
  }
  await unlink(aside).catch(() => undefined);
}

function contentOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function fileNameOf(name: string): string {
  return `${name.replace(/[^\w.-]+/g, '_').slice(0, 120)}.lock`;
}
