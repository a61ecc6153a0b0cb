/** The two keys by which a document says what it is. */
export interface DocumentHeader {
  readonly apiVersion: string;
  readonly kind: string;
}

const key = /^(?:---[ \t]+)?(apiVersion|kind)[ \t]*:[ \t]+["']?([^\s"'#]+)|^---/gm;

/** Most documents of a file that are looked at. */
const mostHeaders = 2000;

/** What the documents of a text say that they are, by their lines alone: no parse is needed for it. */
export function headersOf(text: string): readonly DocumentHeader[] {
  const headers: DocumentHeader[] = [];
  let apiVersion: string | undefined;
  let kind: string | undefined;
  for (const [whole, name, value] of text.matchAll(key)) {
    if (whole.startsWith('---')) [apiVersion, kind] = [undefined, undefined];
    if (name === 'apiVersion') apiVersion ??= value;
    if (name === 'kind') kind ??= value;
    if (apiVersion === undefined || kind === undefined) continue;
    headers.push({ apiVersion, kind });
    if (headers.length >= mostHeaders) break;
    [apiVersion, kind] = [undefined, undefined];
  }
  return headers;
}

/** The `apiVersion`s that documents of a text name, whether they have a kind or not yet. */
export function apiVersionsOf(text: string): readonly string[] {
  const found = [...text.matchAll(/^apiVersion:[ \t]+["']?([^\s"'#]+)/gm)].map(([, version = '']) => version);
  return [...new Set(found)].slice(0, mostHeaders);
}
