import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { SourceFiles } from './sourceFiles.js';

/** sha256 (hex) over paths, the executable bit and contents: equal digests mean the same code. */
export async function contentDigest(folder: string, files: SourceFiles): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const full = path.join(folder, file);
    const stats = await lstat(full);
    const isLink = stats.isSymbolicLink();
    const content = isLink ? Buffer.from(await readlink(full)) : await readFile(full);
    const executable = process.platform !== 'win32' && !isLink && (stats.mode & 0o100) !== 0;
    hash.update(`${file}\0${isLink ? 'l' : executable ? 'x' : 'f'}\0${content.length}\0`);
    hash.update(content);
  }
  return hash.digest('hex');
}

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
