/** The folder of a file's URI, without a slash at the end. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** The file name of a URI, decoded. */
export function fileNameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The path of a file below one of the folders, as people know it; its name alone where it lies in none. */
export function pathWithin(folders: readonly string[], uri: string): string {
  const plain = plainUri(uri);
  const folder = folders
    .map((one) => `${plainUri(one).replace(/\/$/, '')}/`)
    .filter((one) => plain.startsWith(one))
    .sort((a, b) => b.length - a.length)[0];
  return folder === undefined ? fileNameOf(uri) : plain.slice(folder.length);
}

/** The URI of a file named in a manifest; `undefined` when it lies outside the manifest's folder. */
export function containedUri(manifestUri: string, relative: string): string | undefined {
  const parts = relative.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  if (/^[\\/]|^[a-zA-Z]:/.test(relative) || parts.length === 0 || parts.includes('..')) return undefined;
  return `${folderOf(manifestUri)}/${parts.map(encodeURIComponent).join('/')}`;
}

/** One spelling of a URI, to compare by: clients escape different characters, and cases of a drive's letter. */
export function plainUri(uri: string): string {
  try {
    return decodeURIComponent(uri).replace(
      /^file:\/\/\/([A-Za-z]):/,
      (_, drive: string) => `file:///${drive.toLowerCase()}:`,
    );
  } catch {
    return uri;
  }
}

/** The URI of a file named relative to another, which may lie beside it or above; `undefined` for a full path or URL. */
export function relativeUri(from: string, relative: string): string | undefined {
  if (/^[\\/]|^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(relative)) return undefined;
  const parts = folderOf(from).split('/');
  for (const part of relative.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(encodeURIComponent(part));
  }
  return /^[a-z]+:\/\/[^/]*\/./.test(parts.join('/')) ? parts.join('/') : undefined;
}
