import { Document, YAMLMap } from 'yaml';
import { t } from '../../base/l10n.js';
import { pairOf } from '../documents/lookup.js';
import { keyOf } from '../documents/plainValue.js';
import { asMap } from '../documents/yamlDocument.js';
import { platformApiVersion } from '../kinds/kinds.js';
import {
  append,
  documentLike,
  hasModeline,
  mapAt,
  rootOf,
  tellComments,
  textOf,
  versionPair,
} from './nodes.js';
import type { Notes, SourceDocument } from './notes.js';
import { scoreMetadataAnnotation, strangeKeys } from './scoreMetadata.js';

const bodyKeys = ['containers', 'service', 'resources'];

/** A Score workload as a Service with the workload inline: the same words, comments and order. */
export function scoreToService(from: SourceDocument, notes: Notes): string {
  tell(from, notes);
  try {
    const text = textOf(moved(from), from);
    tellComments(from, text, notes);
    return text;
  } catch {
    // An alias that now stands before its anchor: the document is made anew from what it says.
    notes.add(from, [], t('Aliases are written out, and comments left behind.'), 'information');
    return textOf(new Document(plainService(from.map)), from);
  }
}

function tell(from: SourceDocument, notes: Notes): void {
  const { map } = from;
  for (const key of Object.keys(map)) {
    if (!['apiVersion', 'metadata', ...bodyKeys].includes(key)) {
      notes.add(from, [key], t('Score has no “{0}”; it is left out.', key), 'warning');
    }
  }
  for (const key of strangeKeys(asMap(map['metadata']) ?? {})) {
    const reason = t(
      'A Service has no such metadata; it is kept in the annotation {0}, and comes back with a conversion to Score.',
      scoreMetadataAnnotation,
    );
    notes.add(from, ['metadata', key], reason, 'information');
  }
  if (hasModeline(from)) {
    notes.add(from, [], t('The comment that names a schema of Score is left out.'), 'information');
  }
  const reason = t('Score names no owner: add spec.owner, unless catalog-info.yaml or CODEOWNERS tells it.');
  notes.add(from, [], reason, 'information');
}

function moved(from: SourceDocument): Document {
  const root = rootOf(from);
  const { made, top } = documentLike(from);
  append(top, versionPair(root, platformApiVersion, made));
  append(top, made.createPair('kind', 'Service'));
  const metadata = pairOf(root, 'metadata');
  if (metadata) append(top, metadata);
  keepStrange(mapAt(root, 'metadata'), asMap(from.map['metadata']) ?? {}, made);
  const workload = new YAMLMap();
  for (const pair of root.items) if (bodyKeys.includes(keyOf(pair.key) ?? '')) append(workload, pair);
  if (root.comment) workload.comment = root.comment;
  const spec = new YAMLMap();
  spec.items.push(made.createPair('type', typeOf(from.map)));
  const under = made.createPair('workload', null);
  spec.items.push(Object.assign(under, { value: workload }));
  top.items.push(Object.assign(made.createPair('spec', null), { value: spec }));
  return made;
}

/** What offers ports answers requests. */
export function typeOf(score: Readonly<Record<string, unknown>>): 'service' | 'worker' {
  const ports = asMap(asMap(score['service'])?.['ports']) ?? {};
  return Object.keys(ports).length > 0 ? 'service' : 'worker';
}

/** Moves metadata that only Score has into an annotation. */
function keepStrange(
  metadata: YAMLMap | undefined,
  plain: Readonly<Record<string, unknown>>,
  made: Document,
): void {
  const strange = strangePart(plain);
  if (!metadata || !strange) return;
  for (const key of Object.keys(strange)) metadata.delete(key);
  const annotations = mapAt(metadata, 'annotations');
  const text = JSON.stringify(strange);
  if (annotations) annotations.items.push(made.createPair(scoreMetadataAnnotation, text));
  else metadata.items.push(made.createPair('annotations', { [scoreMetadataAnnotation]: text }));
}

/** What the annotation has to hold; `undefined` for nothing. Annotations that are there and empty are part of it. */
function strangePart(plain: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const keys = strangeKeys(plain);
  if (keys.length === 0) return undefined;
  const annotations = asMap(plain['annotations']);
  const isEmpty = annotations !== undefined && Object.keys(annotations).length === 0;
  return Object.fromEntries([...keys, ...(isEmpty ? ['annotations'] : [])].map((key) => [key, plain[key]]));
}

function plainService(map: Readonly<Record<string, unknown>>): object {
  const metadata = asMap(map['metadata']) ?? {};
  const strange = strangePart(metadata);
  const own = Object.fromEntries(
    Object.entries(metadata).filter(([key]) => !Object.hasOwn(strange ?? {}, key)),
  );
  const kept = { ...asMap(metadata['annotations']), [scoreMetadataAnnotation]: JSON.stringify(strange) };
  return {
    apiVersion: platformApiVersion,
    kind: 'Service',
    metadata: strange ? { ...own, annotations: kept } : own,
    spec: {
      type: typeOf(map),
      workload: Object.fromEntries(bodyKeys.flatMap((key) => (key in map ? [[key, map[key]]] : []))),
    },
  };
}
