import type { JsonSchema, SchemaPart } from '../schema/jsonSchema.js';
import { allowedValues, exampleValues, isBoolean, standardValue } from '../features/schemaValues.js';
import { meantBranches } from '../schema/meaning.js';
import { schemasAt } from '../schema/navigate.js';
import type { Cursor } from './cursor.js';
import { writtenSnippets } from './defaultSnippets.js';
import type { ItemList } from './items.js';
import { exampleName, SnippetWriter, typeToWrite } from './snippets.js';

/** What the schema has to offer at a place. */
export function propose(items: ItemList, root: JsonSchema, cursor: Cursor): void {
  const schemas = schemasAt(root, cursor.value, cursor.path);
  if (schemas.some(({ doNotSuggest }) => doNotSuggest === true)) return;
  if (cursor.wants === 'key') {
    proposeKeys(items, root, cursor, schemas);
    if (cursor.siblings.size === 0) {
      proposeBranches(items, cursor, schemas);
      proposeItem(items, root, cursor, schemas);
    }
  }
  proposeValues(items, schemas);
  proposeSnippets(items, cursor, schemas);
}

function proposeKeys(
  items: ItemList,
  root: JsonSchema,
  cursor: Cursor,
  schemas: readonly JsonSchema[],
): void {
  const sure = schemasAt(root, cursor.value, cursor.path, 'sure');
  const required = new Set(sure.flatMap((schema) => schema.required ?? []));
  const names = keysOf(schemas, (part) => part !== false);
  const refused = keysOf(sure, (part) => part === false);
  const single = schemas.some(({ maxProperties }) => maxProperties === 1) && cursor.siblings.size > 0;
  for (const name of single ? [] : names) {
    if (cursor.siblings.has(name) || refused.has(name)) continue;
    const path = [...cursor.path, name];
    const own = schemasAt(root, cursor.value, path);
    if (own.some(({ doNotSuggest }) => doNotSuggest === true)) continue;
    const writer = new SnippetWriter(root, cursor.value, cursor.isFlow);
    items.addKey(name, writer.entry(path, name, ''), own, required.has(name));
  }
  if (cursor.siblings.size === 0) proposeAlternatives(items, cursor, schemas, names);
  const example = names.size > 0 ? undefined : exampleName(schemas);
  if (example !== undefined && !cursor.siblings.has(example)) {
    const writer = new SnippetWriter(root, cursor.value, cursor.isFlow);
    const own = writer.look([...cursor.path, example]);
    items.addKey(example, writer.namedEntry(cursor.path, example, ''), own, false);
  }
}

function keysOf(schemas: readonly JsonSchema[], test: (part: SchemaPart) => boolean): ReadonlySet<string> {
  return new Set(
    schemas.flatMap(({ properties = {} }) =>
      Object.keys(properties).filter((name) => test(properties[name] ?? true)),
    ),
  );
}

/** In a map that is empty yet: the keys whose presence chooses another schema for it. */
function proposeAlternatives(
  items: ItemList,
  { isFlow }: Cursor,
  schemas: readonly JsonSchema[],
  known: ReadonlySet<string>,
): void {
  for (const { if: condition, then: chosen } of schemas) {
    if (typeof condition !== 'object' || typeof chosen !== 'object') continue;
    for (const name of condition.required ?? []) {
      const own = chosen.properties?.[name];
      if (typeof own !== 'object' || known.has(name)) continue;
      const writer = new SnippetWriter(chosen, {}, isFlow);
      items.addKey(name, writer.entry([name], name, ''), [own], false);
    }
  }
}

/** In a map that is empty yet: each of several titled branches, with all that it requires. */
function proposeBranches(items: ItemList, { isFlow, value }: Cursor, schemas: readonly JsonSchema[]): void {
  if (isFlow) return;
  for (const { anyOf, oneOf } of schemas) {
    for (const branch of meantBranches([...(anyOf ?? []), ...(oneOf ?? [])], value)) {
      if (typeof branch !== 'object') continue;
      const words = schemasAt(branch, {}, []);
      const title = words.find((schema) => schema.title !== undefined)?.title;
      const text = title === undefined ? undefined : new SnippetWriter(branch, {}, isFlow).required();
      if (title !== undefined && text !== undefined) items.addBranch(title, text, words);
    }
  }
}

/** Below the key of a list that is empty yet: its first item, with the dash. */
function proposeItem(
  items: ItemList,
  root: JsonSchema,
  cursor: Cursor,
  schemas: readonly JsonSchema[],
): void {
  if (cursor.isFlow || cursor.dashes > 0 || cursor.prefix !== '' || typeToWrite(schemas) !== 'array') return;
  const own = schemasAt(root, cursor.value, [...cursor.path, 0]);
  for (const value of allowedValues(own)) items.addItem(String(value), `- ${String(value)}`, own);
  const text = new SnippetWriter(root, cursor.value, false).items(cursor.path);
  const name = /^- ([\w-]+):/.exec(text)?.[1] ?? '…';
  if (allowedValues(own).length === 0) items.addItem(name, text, own);
}

function proposeValues(items: ItemList, schemas: readonly JsonSchema[]): void {
  const allowed = allowedValues(schemas);
  const standard = standardValue(schemas);
  const fixed = isBoolean(schemas) ? [...allowed, true, false] : allowed;
  const choices = fixed.length > 0 ? fixed : [standard, ...exampleValues(schemas)];
  for (const choice of new Set(choices)) {
    if (typeof choice === 'string' || typeof choice === 'number' || typeof choice === 'boolean') {
      items.addValue(choice, schemas, choice === standard);
    }
  }
}

function proposeSnippets(
  items: ItemList,
  { wants, isFlow, siblings }: Cursor,
  schemas: readonly JsonSchema[],
): void {
  for (const snippet of writtenSnippets(schemas)) {
    const isValue = wants === 'value';
    const fits = snippet.isBlock ? !isFlow && (isValue || siblings.size === 0) : isValue;
    if (fits) items.addSnippet(snippet, isValue);
  }
}
