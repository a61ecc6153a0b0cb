import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file of the project; `file` is relative to the root, with forward slashes. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** The repository's root, from the test runner. */
export function projectRoot(): string {
  const root = process.env['GOLDEN_PATH_ROOT'];
  if (!root) throw new Error('GOLDEN_PATH_ROOT is not set: run the suite with node scripts/test.mjs.');
  return root;
}

export function readText(file: string): string {
  return readFileSync(path.join(projectRoot(), file), 'utf8');
}

/** Every file below a folder that `wanted` takes, except generated ones and installed packages. */
export function readSources(folder: string, wanted: (file: string) => boolean): Source[] {
  return readdirSync(path.join(projectRoot(), folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(projectRoot(), path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .filter((file) => wanted(file) && !/\/(generated|node_modules)\//.test(file))
    .sort()
    .map((file) => ({ file, text: readText(file) }));
}

/** The TypeScript sources of src/. */
export function readSrc(): Source[] {
  return readSources('src', (file) => file.endsWith('.ts'));
}
