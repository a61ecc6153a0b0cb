/** A packaged extension, unpacked where the editor can load it. */
import path from 'node:path';
import { unpackZip } from './zip.mjs';

/** Unpacks `file` into `folder` and returns the folder that holds its package.json. */
export function unpackVsix(file, folder) {
  unpackZip(path.resolve(file), folder);
  return path.join(folder, 'extension');
}
