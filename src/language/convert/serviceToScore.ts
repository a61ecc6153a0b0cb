import { Document, isMap, isScalar, type YAMLMap } from 'yaml';
import { t } from '../../base/l10n.js';
import { pairOf } from '../documents/lookup.js';
import { fileNameOf } from '../documents/uris.js';
import { asMap, parseYaml } from '../documents/yamlDocument.js';
import { bodyExtent } from '../edits/body.js';
import { holderAt } from '../edits/holder.js';
import { lineBreakOf } from '../edits/lines.js';
import { scoreApiVersion } from '../kinds/kinds.js';
import { isSame } from '../schema/values.js';
import {
  append,
  commentsIn,
  documentLike,
  giveFirstComment,
  mapAt,
  rootOf,
  tellComments,
  textOf,
  versionPair,
} from './nodes.js';
import type { Notes, SourceDocument } from './notes.js';
import { scoreMetadataAnnotation, strangeMetadata } from './scoreMetadata.js';
import { typeOf } from './scoreToService.js';

const workloadPath = ['spec', 'workload'];

/** The workload of a Service as a Score file; what Score has no word for stays in the Service. */
export interface ScoreOfService {
  readonly text: string;
  /** The text that takes the place of the inline workload, and where; absent when nothing stays in the Service. */
  readonly edit?: { readonly start: number; readonly end: number; readonly text: string };
}

/** `undefined` when the workload is not inline: then it is noted where it is. */
export function serviceToScore(
  from: SourceDocument,
  scoreFile: string,
  notes: Notes,
): ScoreOfService | undefined {
  const spec = asMap(from.map['spec']) ?? {};
  const workload = asMap(spec['workload']);
  if (!workload || 'scoreFile' in workload) {
    const reason =
      typeof workload?.['scoreFile'] === 'string'
        ? t('The workload already is in {0}.', workload['scoreFile'])
        : t('This Service has no workload.');
    notes.add(from, ['spec', 'workload'], reason, 'error');
    return undefined;
  }
  const staying = Object.keys(spec).filter((key) => key !== 'workload' && !isImplied(key, spec, workload));
  tell(from, staying, notes);
  const edit = staying.length > 0 ? scoreFileEdit(from, scoreFile) : undefined;
  const text = scoreText(from, notes);
  if (!edit) tellComments(from, text, notes);
  return edit ? { text: withoutLater(from, text), edit } : { text };
}

/** A bare Score file says as much as a Service of the type that is read from its ports. */
function isImplied(
  key: string,
  spec: Readonly<Record<string, unknown>>,
  workload: Readonly<Record<string, unknown>>,
): boolean {
  return key === 'type' && spec['type'] === typeOf(workload);
}

function tell(from: SourceDocument, staying: readonly string[], notes: Notes): void {
  const file = fileNameOf(from.source.uri);
  for (const key of staying) {
    notes.add(from, ['spec', key], t('Score has no word for it: it stays in {0}.', file), 'information');
  }
  if (staying.length > 0) return;
  const reason = t('The Score file says all that this Service said: {0} is not needed any more.', file);
  notes.add(from, [], reason, 'information');
}

function scoreText(from: SourceDocument, notes: Notes): string {
  const plain = plainScore(from.map);
  try {
    return textOf(moved(from), from);
  } catch {
    notes.add(from, [], t('Aliases are written out, and comments left behind.'), 'information');
    return textOf(new Document(plain), from);
  }
}

function moved(from: SourceDocument): Document {
  const root = rootOf(from);
  const { made, top } = documentLike(from);
  append(top, versionPair(root, scoreApiVersion, made));
  const metadata = pairOf(root, 'metadata');
  if (metadata) append(top, metadata);
  restoreStrange(mapAt(root, 'metadata'), made);
  const spec = mapAt(root, 'spec');
  const workload = spec && mapAt(spec, 'workload');
  if (workload) giveFirstComment(workload);
  for (const pair of workload?.items ?? []) append(top, pair);
  if (workload?.comment) top.comment = [workload.comment, top.comment].filter(Boolean).join('\n');
  return made;
}

/** The comments below the workload that are not its own: they stay in the Service. */
function withoutLater({ document }: SourceDocument, made: string): string {
  const holder = holderAt(document, workloadPath);
  if (!isMap(holder?.node) || holder.node.flow) return made;
  const { text } = document;
  const later = new Set(commentsIn(text.slice(bodyExtent(text, holder, holder.node).end)));
  const lines = made.trimEnd().split('\n');
  while (later.has(lines.at(-1)?.trim().slice(1) ?? '')) lines.pop();
  return `${lines.join('\n').trimEnd()}${lineBreakOf(made)}`;
}

/** Brings metadata back that only Score has. */
function restoreStrange(metadata: YAMLMap | undefined, made: Document): void {
  const annotations = metadata && mapAt(metadata, 'annotations');
  const held = annotations && pairOf(annotations, scoreMetadataAnnotation)?.value;
  if (!metadata || !annotations || !isScalar(held)) return;
  const strange = strangeMetadata(held.value);
  if (Object.keys(strange).length === 0) return;
  annotations.delete(scoreMetadataAnnotation);
  if (annotations.items.length === 0) metadata.delete('annotations');
  for (const [key, value] of Object.entries(strange)) metadata.items.push(made.createPair(key, value));
}

function plainScore(map: Readonly<Record<string, unknown>>): object {
  const metadata = { ...asMap(map['metadata']) };
  const { [scoreMetadataAnnotation]: held, ...annotations } = asMap(metadata['annotations']) ?? {};
  const strange = strangeMetadata(held);
  const isOurs = Object.keys(strange).length > 0;
  if (isOurs && Object.keys(annotations).length === 0) delete metadata['annotations'];
  else if (isOurs) metadata['annotations'] = annotations;
  return {
    apiVersion: scoreApiVersion,
    metadata: { ...metadata, ...strange },
    ...asMap(asMap(map['spec'])?.['workload']),
  };
}

/** The edit, in the text of the source, that leaves the name of the Score file where the workload was. */
function scoreFileEdit(from: SourceDocument, scoreFile: string): ScoreOfService['edit'] {
  const { document, offset } = from;
  const holder = holderAt(document, workloadPath);
  if (!holder || !isMap(holder.node)) return undefined;
  const { node } = holder;
  const [nodeStart = 0, nodeEnd = 0] = node.range ?? [];
  const { start, end } = node.flow
    ? { start: nodeStart, end: nodeEnd }
    : bodyExtent(document.text, holder, node);
  const text = node.flow ? `{ scoreFile: ${scoreFile} }` : `scoreFile: ${scoreFile}`;
  const edited = document.text.slice(0, start) + text + document.text.slice(end);
  const left = withScoreFile(from, scoreFile);
  return parseYaml(edited)?.some(({ tree, value }) => tree.errors.length === 0 && isSame(value, left))
    ? { start: start + offset, end: end + offset, text }
    : { start: offset, end: offset + document.text.length, text: rewritten(from, left) };
}

function withScoreFile({ map }: SourceDocument, scoreFile: string): object {
  return { ...map, spec: { ...asMap(map['spec']), workload: { scoreFile } } };
}

/** Where something else refers into the workload, the Service is made anew from what it says. */
function rewritten(from: SourceDocument, left: object): string {
  return `---${lineBreakOf(from.source.getText())}${textOf(new Document(left), from)}`;
}
