import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Log } from '../../model/log.js';
import type { Shelf } from './lastGood.js';

const maxBytes = 64 * 1024 * 1024;
/** The oldest go first. */
const maxFiles = 20;
const ours = /^[\da-f]{32}\.jsonl$/;

/** A folder that only this user can read; what goes wrong on disk is logged and costs nothing but the memory. */
export class FileShelf implements Shelf {
  readonly #folder: string;
  readonly #log: Log;

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  async read(name: string): Promise<string | undefined> {
    const file = path.join(this.#folder, name);
    try {
      const { size } = await stat(file);
      return size > maxBytes ? undefined : await readFile(file, 'utf8');
    } catch {
      return undefined;
    }
  }

  async write(name: string, text: string): Promise<void> {
    const half = path.join(this.#folder, `${name}.${randomUUID()}.tmp`);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(half, text, { mode: 0o600, flush: true });
      await rename(half, path.join(this.#folder, name));
      await this.#prune();
    } catch (error) {
      this.#log.warn(`The last picture of the platform could not be kept: ${codeOf(error)}`);
      await rm(half, { force: true }).catch(() => undefined);
    }
  }

  async remove(name: string): Promise<void> {
    await rm(path.join(this.#folder, name), { force: true }).catch(() => undefined);
  }

  /** Halves are left by programs that were killed while they wrote. */
  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    const files = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(path.join(this.#folder, name))).mtimeMs })),
    );
    const newest = files.filter(({ name }) => ours.test(name)).sort((one, other) => other.at - one.at);
    const halves = files.filter(({ name, at }) => name.endsWith('.tmp') && Date.now() - at > 3_600_000);
    for (const { name } of [...newest.slice(maxFiles), ...halves]) await this.remove(name);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
