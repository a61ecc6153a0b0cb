import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { limits } from '../language/documents/limits.js';
import type { FilePort } from '../language/ports.js';

/** Files on disk. One far above the size limits is not read: it counts as one that cannot be told about. */
export const nodeFiles: FilePort = {
  async readText(uri) {
    if (!uri.startsWith('file:')) throw new Error('Only files on disk can be read.');
    const path = fileURLToPath(uri);
    try {
      const { size } = await stat(path);
      if (size > 4 * limits.outline) throw new Error('The file is too large.');
      return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async listFolder(uri) {
    const entries = await readdir(fileURLToPath(uri), { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  },
};

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
