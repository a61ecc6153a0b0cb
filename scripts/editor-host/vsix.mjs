/** A packaged extension, unpacked where the editor can load it. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { run } from './cache.mjs';

/** Unpacks `file` into `folder` and returns the folder that holds its package.json. A VSIX is a zip archive. */
export async function unpackVsix(file, folder) {
  mkdirSync(folder, { recursive: true });
  await run('python3', ['-m', 'zipfile', '-e', path.resolve(file), folder]).catch(() =>
    run('unzip', ['-q', path.resolve(file), '-d', folder]),
  );
  return path.join(folder, 'extension');
}
