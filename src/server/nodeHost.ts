import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServerHost } from './host.js';
import { nodeFiles } from './nodeFiles.js';
import { readFolder } from './walk.js';

/** A server with a disk: it reads `file:` URIs itself. */
export const nodeHost: ServerHost = {
  reads: (uri) => uri.startsWith('file:'),
  files: nodeFiles,
  async readFolder(uri) {
    const entries = await readFolder(fileURLToPath(uri));
    return entries.map((entry) => ({ ...entry, place: pathToFileURL(entry.place).href }));
  },
};
