/** One spelling for each file: clients escape characters of a path that others do not, and the other way round. */
export function canonicalUri(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    const url = new URL(uri);
    const segments = url.pathname.split('/').map((segment) => decodeURIComponent(segment));
    // A slash inside a name is no file's: such a URI stays as it is, and finds nothing.
    if (segments.some((segment) => segment.includes('/'))) return uri;
    url.pathname = segments.map(escaped).join('/');
    return `file://${url.host}${url.pathname}`;
  } catch {
    return uri;
  }
}

/** What a URL's path would take for something else; all that it must escape besides, it escapes itself. */
function escaped(segment: string): string {
  return segment.replace(/[%\\?#\t\n\r]/g, (character) => encodeURIComponent(character));
}
