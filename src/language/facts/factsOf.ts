import { lookup, spanOf, type Span } from '../documents/lookup.js';
import type { ManifestFile, PlacedDocument } from '../documents/manifestFile.js';
import { asMap } from '../documents/yamlDocument.js';
import type { ProtocolRange } from '../protocol.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import type { DocumentFacts } from './documentFacts.js';
import { mentionRules } from './mentionRules.js';
import { mentionsOf } from './mentions.js';

/** A document of a kind whose names mean nothing to us is kept as plain data up to this many characters. */
const foreignLimit = 64 * 1024;

const cache = new WeakMap<ManifestFile, readonly DocumentFacts[]>();

/** What the documents of a file say that matters beyond it; none of a file that is not read in full. */
export function factsOf(file: ManifestFile): readonly DocumentFacts[] {
  let found = cache.get(file);
  if (!found) {
    found = collect(file);
    cache.set(file, found);
  }
  return found;
}

function collect(file: ManifestFile): DocumentFacts[] {
  if (file.extent !== 'full') return [];
  const ordinals = new Map<string, number>();
  return file.documents.flatMap((placed, index) => {
    const recognition = recogniseDocument(placed.document, false);
    const value = placed.document.map;
    if (recognition.is !== 'known' || !value) return [];
    const kind = recognition.kind.name;
    const written = value['apiVersion'];
    const apiVersion = typeof written === 'string' ? written : recognition.kind.apiVersion;
    const group = `${apiVersion} ${kind}`;
    const ordinal = ordinals.get(group) ?? 0;
    ordinals.set(group, ordinal + 1);
    return [facts(file, placed, { index, ordinal, apiVersion, kind }, value)];
  });
}

interface Header {
  readonly index: number;
  readonly ordinal: number;
  readonly apiVersion: string;
  readonly kind: string;
}

function facts(
  { source }: ManifestFile,
  { document, offset }: PlacedDocument,
  { index, ordinal, apiVersion, kind }: Header,
  value: Readonly<Record<string, unknown>>,
): DocumentFacts {
  const rangeOf = ({ start, end }: Span): ProtocolRange => ({
    start: source.positionAt(start + offset),
    end: source.positionAt(end + offset),
  });
  const place = lookup(document, ['metadata', 'name']);
  const span = spanOf(place?.via ?? place?.value);
  const name = asMap(value['metadata'])?.['name'];
  const isKept = document.text.length <= foreignLimit || mentionRules(apiVersion, kind) !== undefined;
  return {
    uri: source.uri,
    index,
    apiVersion,
    kind,
    ...(typeof name === 'string' && { name }),
    ...(span && { nameRange: rangeOf(span) }),
    value: isKept ? value : { apiVersion, kind, metadata: value['metadata'] },
    mentions: mentionsOf(document, apiVersion, kind, { uri: source.uri, ordinal, rangeOf }),
  };
}
