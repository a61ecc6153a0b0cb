import type { CompletionItem, Position } from 'vscode-languageserver-types';
import type { Cursor } from '../completion/cursor.js';
import { ItemList } from '../completion/items.js';
import { propose } from '../completion/proposals.js';
import type { LanguagePorts } from '../ports.js';
import { freshness } from './freshness.js';
import { classesOf, giverOf, inputSchema } from './givenInputs.js';
import type { WorkloadAround } from './completePlaceholders.js';
import { asksForInputs, inputPlaceAt, inputPlaceBeside, valueAt, type InputPlace } from './inputPlaces.js';

export interface InputQuery {
  readonly position: Position;
  /** What stands behind the position in its line. */
  readonly after: string;
  readonly snippets: boolean;
  /** The document as it was read last: tells names that stand where the cursor's own reading does not look. */
  readonly document: () => unknown;
  /** The workload that the document describes or names. */
  readonly workload: () => Promise<WorkloadAround | undefined>;
}

/**
 * What a resource type asks of those that use it, a template of those made from it, an action of the steps that run it:
 * parameters by their schema, the class, the version.
 */
export async function inputItems(
  cursor: Cursor,
  { position, after, snippets, document, workload }: InputQuery,
  ports: LanguagePorts,
): Promise<CompletionItem[]> {
  if (!asksForInputs(cursor.value, cursor.path)) return [];
  // The whole document is read only where the lines around the cursor do not tell the name.
  const place =
    inputPlaceAt([cursor.value], cursor.path) ??
    (await inputPlaceBeside([cursor.value, document()], cursor.path, workload));
  const [key, ...path] = cursor.path.slice(place?.holder.length);
  if (!place || key === undefined) return [];
  const giver = await giverOf(place, ports);
  if (!giver) return [];
  const value = valueAt(cursor.value, [...place.holder, place.inputs]) ?? {};
  const items = new ItemList({ ...cursor, path, value }, position, after, { snippets });
  if (key === place.inputs) {
    const schema = await inputSchema(giver);
    if (schema) propose(items, schema, { ...cursor, path, value });
  } else if (path.length === 0 && cursor.wants === 'value') {
    for (const word of wordsFor(key, place.names, giver)) items.addValue(word, [], false);
  }
  const origin = freshness(giver.origin, Date.now());
  return items.all.map((item) => ({
    ...item,
    labelDetails: { description: origin, ...item.labelDetails },
  }));
}

function wordsFor(
  key: string | number,
  names: InputPlace['names'],
  giver: Parameters<typeof classesOf>[0],
): readonly string[] {
  if (names === 'resourceType') return key === 'class' ? classesOf(giver) : [];
  const version = giver.facts?.['version'];
  return key === 'version' && typeof version === 'string' ? [version] : [];
}
