import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLog, type Log } from '../../model/log.js';
import { isPendingWrite, type PendingWrite, type PendingWrites } from './pendingWrites.js';

const ours = /^[\w-]{1,80}\.json$/;

/** Pending writes in a folder, one file each: programs that run at the same time do not touch each other's. */
export class FilePendingWrites implements PendingWrites {
  readonly #folder: string;
  readonly #log: Log;

  /** Where nothing can be written nothing is kept: that is logged, and no reason not to deploy. */
  constructor(folder: string, log: Log = silentLog) {
    this.#folder = folder;
    this.#log = log;
  }

  async all(): Promise<readonly PendingWrite[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const writes = await Promise.all(names.filter((name) => ours.test(name)).map((name) => this.#read(name)));
    return writes.filter((write) => write !== undefined);
  }

  async keep(write: PendingWrite): Promise<void> {
    const half = path.join(this.#folder, `${randomUUID()}.tmp`);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(half, JSON.stringify(write), { mode: 0o600, flush: true });
      await rename(half, this.#fileOf(write.key));
    } catch (error) {
      this.#log.warn(`A deployment could not be kept: ${String(error)}`);
      await rm(half, { force: true }).catch(() => undefined);
    }
  }

  async drop(key: string): Promise<void> {
    await rm(this.#fileOf(key), { force: true }).catch(() => undefined);
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, `${key}.json`);
  }

  async #read(name: string): Promise<PendingWrite | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(path.join(this.#folder, name), 'utf8'));
      return isPendingWrite(value) && ours.test(`${value.key}.json`) ? value : undefined;
    } catch {
      return undefined;
    }
  }
}
