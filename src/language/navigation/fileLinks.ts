import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Span } from '../documents/lookup.js';
import type { ManifestFile, PlacedDocument } from '../documents/manifestFile.js';
import { containedUri, relativeUri } from '../documents/uris.js';
import { namedPlaces } from '../facts/namedPlaces.js';

/** A place that names a file, with offsets in the manifest. */
export interface FileLink extends Span {
  readonly uri: string;
}

/** Where each kind of document names files, by the group of its `apiVersion`. */
const filePaths: Readonly<Record<string, readonly string[] | undefined>> = {
  'goldenpath.dev': [
    'spec/workload/scoreFile',
    'spec/workload/containers/*/files/*/source',
    'spec/environments/*/overrides/containers/*/files/*/source',
    'spec/slos/*/indicator/openslo/file',
  ],
  'score.dev': ['containers/*/files/*/source'],
  'backstage.io': ['spec/target', 'spec/targets/*'],
};

/** Keys whose value is the name of a file that stands for the content (Backstage, "Substitutions"). */
const substitutions: ReadonlySet<string> = new Set(['$text', '$json', '$yaml', '$openapi', '$asyncapi']);

const modeline = /^#[ \t]*yaml-language-server:[ \t]*\$schema=([^\s#]+)/gm;

/** The files that a manifest names. Whether they are there is not looked at. */
export function fileLinks(file: ManifestFile): FileLink[] {
  const { uri } = file.source;
  return file.documents.flatMap((placed) => [
    ...modelineLinks(placed, uri),
    ...(file.extent === 'full' ? valueLinks(placed, uri) : []),
  ]);
}

function valueLinks({ document, offset }: PlacedDocument, uri: string): FileLink[] {
  const apiVersion = document.map?.['apiVersion'];
  if (typeof apiVersion !== 'string') return [];
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  const places = (filePaths[group] ?? []).flatMap((path) =>
    namedPlaces(document, path.split('/'), 'value').flatMap(({ scalar, via }) => (via ? [] : [scalar])),
  );
  const isCatalogue = group === 'backstage.io' || group === 'scaffolder.backstage.io';
  if (isCatalogue && document.text.includes('$')) substituted(document.root, places);
  return places.flatMap((scalar) => {
    const [start, end] = scalar.range ?? [0, 0];
    const { value } = scalar;
    const target = typeof value === 'string' ? targetOf(uri, value, isCatalogue) : undefined;
    const quote = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE' ? 1 : 0;
    return target === undefined
      ? []
      : [{ start: start + quote + offset, end: end - quote + offset, uri: target }];
  });
}

/** Our own kinds and Score name files below the manifest only; a catalogue may name those above. */
function targetOf(uri: string, value: string, isCatalogue: boolean): string | undefined {
  if (value === '' || /[*?]|\$\{/.test(value)) return undefined;
  return isCatalogue ? relativeUri(uri, value) : containedUri(uri, value);
}

type ScalarNode = ReturnType<typeof namedPlaces>[number]['scalar'];

function substituted(node: Node | null, found: ScalarNode[]): void {
  if (isSeq(node)) for (const item of node.items) substituted(item as Node, found);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    const isFile = isScalar(key) && typeof key.value === 'string' && substitutions.has(key.value);
    if (isFile && isScalar(value)) found.push(value);
    else substituted(value as Node | null, found);
  }
}

function modelineLinks({ document, offset }: PlacedDocument, uri: string): FileLink[] {
  return [...document.text.matchAll(modeline)].flatMap((match) => {
    const [whole, name = ''] = match;
    const start = offset + match.index + whole.length - name.length;
    const target = name.startsWith('file:') ? name : relativeUri(uri, name);
    return target === undefined ? [] : [{ start, end: start + name.length, uri: target }];
  });
}
