import { createHash } from 'node:crypto';
import { readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RepositoryAddress } from './address.js';

/** Beyond these a clone is taken away, which costs no more than to fetch it again. */
const unusedMs = 30 * 24 * 3_600_000;
const mostBytes = 1024 ** 3;
/** One that was used so lately is in use, here or in another window; git is given five minutes at most. */
const inUseMs = 3_600_000;

const clone = /^[\da-f]{32}\.git$/;
const mark = 'golden-path-used';

/** Of the folder of a clone. */
export function cloneName({ url }: Pick<RepositoryAddress, 'url'>): string {
  return `${createHash('sha256').update(url).digest('hex').slice(0, 32)}.git`;
}

/** Writes down in a clone that it is used. `now` in ms since the epoch. Never rejects. */
export async function markUsed(folder: string, now: number): Promise<void> {
  const file = path.join(folder, mark);
  try {
    await writeFile(file, '');
    await utimes(file, now / 1000, now / 1000);
  } catch {
    // It counts as used when it was made, then.
  }
}

interface Shelved {
  readonly folder: string;
  /** ms since the epoch. */
  readonly usedAt: number;
}

/**
 * Takes away clones that nobody has used for 30 days, and beyond 1 GB in all those unused for longest; never one that
 * is in use or named in `kept`. Never rejects: what cannot be taken away stays.
 */
export async function pruneClones(shelf: string, kept: ReadonlySet<string>, now: number): Promise<void> {
  const names = await readdir(shelf).catch(() => []);
  const all = await Promise.all(
    names.filter((name) => clone.test(name)).map((name) => shelved(path.join(shelf, name))),
  );
  const idle = all
    .filter(({ folder, usedAt }) => !kept.has(path.basename(folder)) && now - usedAt > inUseMs)
    .sort((one, other) => one.usedAt - other.usedAt);
  const sizes = new Map(
    await Promise.all(all.map(async ({ folder }) => [folder, await bytesIn(folder)] as const)),
  );
  let total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const each of idle) {
    if (now - each.usedAt <= unusedMs && total <= mostBytes) continue;
    if (await takenAway(each)) total -= sizes.get(each.folder) ?? 0;
  }
  // What an earlier run could not finish.
  const left = names.filter((name) => name.endsWith(rest));
  await Promise.all(left.map((name) => removed(path.join(shelf, name))));
}

const rest = '.gone';

/** Taken aside first: whoever began to use it meanwhile gets it back. */
async function takenAway({ folder, usedAt }: Shelved): Promise<boolean> {
  const aside = `${folder}${rest}`;
  try {
    await rename(folder, aside);
    if ((await shelved(aside)).usedAt !== usedAt) {
      await rename(aside, folder);
      return false;
    }
  } catch {
    return false;
  }
  await removed(aside);
  return true;
}

async function removed(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

async function shelved(folder: string): Promise<Shelved> {
  const found = await stat(path.join(folder, mark)).catch(() => stat(folder));
  return { folder, usedAt: found.mtimeMs };
}

async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    files.map(async (file) => {
      if (!file.isFile()) return 0;
      const { size } = await stat(path.join(file.parentPath, file.name)).catch(() => ({ size: 0 }));
      return size;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
