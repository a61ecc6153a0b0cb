import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { isObject, member, text } from '../manifest/json.js';
import { processIdentity } from '../runtime/processIdentity.js';

export interface Lock {
  release(): void;
}

export interface LockHolder {
  readonly pid: number;
  readonly identity?: string;
}

/** Takes the lock of a data folder; the pid of its living holder when it is taken. A dead holder's lock is broken. */
export async function takeLock(file: string): Promise<Lock | { readonly heldBy: number }> {
  const identity = await processIdentity(process.pid);
  const mine = JSON.stringify({
    pid: process.pid,
    ...(identity !== undefined && { identity }),
    nonce: randomUUID(),
  });
  const temporary = `${file}.${randomUUID()}`;
  writeFileSync(temporary, mine, { mode: 0o600 });
  try {
    for (;;) {
      try {
        // A link appears with its whole content or not at all.
        linkSync(temporary, file);
        return { release: () => releaseLock(file, mine) };
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const found = readIfThere(file);
      const holder = readHolder(found);
      if (holder && (await isAlive(holder))) return { heldBy: holder.pid };
      if (found !== undefined) breakLock(file, found);
    }
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Is this the process that wrote the record, and does it live? */
export async function isAlive({ pid, identity }: LockHolder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const now = await processIdentity(pid);
  if (process.platform === 'linux' && now === undefined) return false;
  return identity === undefined || now === undefined || now === identity;
}

/** Moves the dead lock away; if another was quicker and its lock was moved, puts that back. */
function breakLock(file: string, seen: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) !== seen) {
    try {
      linkSync(aside, file);
    } catch {
      // A third one has it now.
    }
  }
  rmSync(aside, { force: true });
}

/** Who a lock names; `undefined` when there is none or it is damaged. */
export function lockHolder(file: string): LockHolder | undefined {
  return readHolder(readIfThere(file));
}

function releaseLock(file: string, mine: string): void {
  if (readIfThere(file) === mine) rmSync(file, { force: true });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readHolder(source: string | undefined): LockHolder | undefined {
  try {
    const parsed: unknown = JSON.parse(source ?? '');
    const pid = member(parsed, 'pid');
    const identity = text(member(parsed, 'identity'));
    if (!isObject(parsed) || typeof pid !== 'number') return undefined;
    return { pid, ...(identity !== undefined && { identity }) };
  } catch {
    return undefined;
  }
}
