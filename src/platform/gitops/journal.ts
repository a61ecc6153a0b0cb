import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDone, type GitChange } from './gitChange.js';

const maxBytes = 256 * 1024;
/** Those that ended go first, the oldest before. */
const maxChanges = 200;
const ours = /^gitops-[\da-f]{10}\.json$/;

/** Beginning of the digest of an idempotency key: the same key gives the same branch and operation. */
export function shortOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 10);
}

export function idOf(key: string): string {
  return `gitops-${shortOf(key)}`;
}

/** Changes on their way, a file each, so that programs that run at the same time do not undo each other's. */
export class Journal {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async all(): Promise<readonly GitChange[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const changes = await Promise.all(
      names.filter((name) => ours.test(name)).map((name) => this.#read(name)),
    );
    return changes
      .filter((change) => change !== undefined)
      .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
  }

  get(id: string): Promise<GitChange | undefined> {
    const name = `${id}.json`;
    return ours.test(name) ? this.#read(name) : Promise.resolve(undefined);
  }

  /** Rejects where it cannot be written: a change that nobody would know of is not pushed. */
  async keep(change: GitChange): Promise<void> {
    const half = path.join(this.#folder, `${randomUUID()}.tmp`);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(half, JSON.stringify(change), { mode: 0o600, flush: true });
      await rename(half, this.#fileOf(change.id));
    } catch (error) {
      await rm(half, { force: true }).catch(() => undefined);
      throw error;
    }
    await this.#prune();
  }

  async drop(id: string): Promise<void> {
    await rm(this.#fileOf(id), { force: true }).catch(() => undefined);
  }

  async #prune(): Promise<void> {
    const all = await this.all();
    const excess = all.length - maxChanges;
    if (excess <= 0) return;
    for (const { id } of all.filter(isDone).slice(-excess)) await this.drop(id);
  }

  #fileOf(id: string): string {
    return path.join(this.#folder, `${id}.json`);
  }

  async #read(name: string): Promise<GitChange | undefined> {
    const file = path.join(this.#folder, name);
    try {
      if ((await stat(file)).size > maxBytes) return undefined;
      const value: unknown = JSON.parse(await readFile(file, 'utf8'));
      return isGitChange(value) && `${value.id}.json` === name ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

const words = [
  'id',
  'key',
  'request',
  'service',
  'environment',
  'kind',
  'state',
  'title',
  'version',
] as const;
const gitWords = ['fingerprint', 'followed', 'base', 'branch', 'commit', 'createdAt', 'changedAt'] as const;

function isGitChange(value: unknown): value is GitChange {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return (
    record['format'] === 1 &&
    [...words, ...gitWords].every((word) => typeof record[word] === 'string') &&
    ['images', 'events'].every((word) => Array.isArray(record[word])) &&
    ['files', 'source', 'by'].every((word) => typeof record[word] === 'object' && record[word] !== null)
  );
}
