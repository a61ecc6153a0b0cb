import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SchemaStore } from '../platform/schemas/platformSchemas.js';

/** The schemas that a platform published last, in a file of a folder for what the program can do without. */
export function rememberedSchemas(folder: string): SchemaStore {
  const fileOf = (key: string): string =>
    path.join(folder, `schemas-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`);
  return {
    get(key) {
      try {
        return JSON.parse(readFileSync(fileOf(key), 'utf8')) as unknown;
      } catch {
        return undefined;
      }
    },
    // A folder that cannot be written leaves no memory; the schemas of now are used all the same.
    update: (key, value) => write(fileOf(key), value).catch(() => undefined),
  };
}

async function write(file: string, value: unknown): Promise<void> {
  if (value === undefined) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}.tmp`;
  await writeFile(temporary, JSON.stringify(value), { mode: 0o600 });
  await rename(temporary, file);
}
