import { fileURLToPath, pathToFileURL } from 'node:url';

/** One spelling for each file: clients escape characters of a path that Node does not, and the other way round. */
export function canonicalUri(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return pathToFileURL(fileURLToPath(uri)).href;
  } catch {
    return uri;
  }
}
