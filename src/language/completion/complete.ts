import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, CompletionItemKind, Position, Range } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import { allowedValues, describe } from '../features/words.js';
import { recognise } from '../kinds/dispatch.js';
import type { Kind } from '../kinds/kind.js';
import { kindNamed } from '../kinds/dispatch.js';
import { platformApiVersion, platformKinds, scoreApiVersion } from '../kinds/kinds.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import { schemasAt } from '../schema/navigate.js';
import { asMap } from '../documents/yamlDocument.js';
import { cursorAt, type Cursor } from './cursor.js';
import { documentLines } from './lines.js';
import { exampleName, isBoolean, needsQuotes, SnippetWriter, withoutPlaces } from './snippets.js';

export interface CompletionOptions {
  /** Whether the client can fill places in what it inserts. */
  readonly snippets: boolean;
}

const itemKinds = { key: 10, value: 12, block: 15 } as const satisfies Record<string, CompletionItemKind>;

/** Keys, values and blocks that can stand at a position, what is required first. */
export function complete(
  source: TextDocument,
  position: Position,
  options: CompletionOptions,
): CompletionItem[] {
  const document = documentLines(source.getText(), position.line);
  const cursor = cursorAt(document, position.character);
  if (!cursor) return [];
  const line = document.lines[document.at] ?? '';
  const items = new ItemList(cursor, position, line, options);
  const kind = kindOf(cursor);
  if (kind) propose(items, kind.schema, cursor);
  else proposeHeader(items, cursor);
  return items.all.sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

function kindOf(cursor: Cursor): Kind | undefined {
  const root = asMap(cursor.value);
  if (cursor.path.length === 1 && ['apiVersion', 'kind'].includes(String(cursor.path[0]))) return undefined;
  const recognition = recognise(root, true);
  return recognition.is === 'known' ? recognition.kind : undefined;
}

function propose(items: ItemList, root: JsonSchema, cursor: Cursor): void {
  const schemas = schemasAt(root, cursor.value, cursor.path);
  if (cursor.wants === 'key') proposeKeys(items, root, cursor, schemas);
  proposeValues(items, schemas);
}

function proposeKeys(
  items: ItemList,
  root: JsonSchema,
  cursor: Cursor,
  schemas: readonly JsonSchema[],
): void {
  const required = new Set(schemas.flatMap((schema) => schema.required ?? []));
  const names = new Set(
    schemas.flatMap(({ properties = {} }) =>
      Object.keys(properties).filter((name) => properties[name] !== false),
    ),
  );
  const refused = new Set(
    schemas.flatMap(({ properties = {} }) =>
      Object.keys(properties).filter((name) => properties[name] === false),
    ),
  );
  const single = schemas.some(({ maxProperties }) => maxProperties === 1) && cursor.siblings.size > 0;
  for (const name of single ? [] : names) {
    if (cursor.siblings.has(name) || refused.has(name)) continue;
    const path = [...cursor.path, name];
    const writer = new SnippetWriter(root, cursor.value, cursor.isFlow);
    const own = writer.look(path);
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

function proposeValues(items: ItemList, schemas: readonly JsonSchema[]): void {
  const allowed = allowedValues(schemas);
  const standard = schemas.find((schema) => schema.default !== undefined)?.default;
  const examples = schemas.find((schema) => schema.examples !== undefined)?.examples ?? [];
  const choices = allowed.length > 0 ? allowed : isBoolean(schemas) ? [true, false] : [standard, ...examples];
  for (const choice of new Set(choices)) {
    if (['string', 'number', 'boolean'].includes(typeof choice)) {
      items.addValue(choice as string | number | boolean, schemas, choice === standard);
    }
  }
}

/** In a document whose kind is not told yet: the keys that tell it, and whole manifests to start from. */
function proposeHeader(items: ItemList, cursor: Cursor): void {
  const [key, ...deeper] = cursor.path;
  if (deeper.length > 0) return;
  if (cursor.wants === 'value') {
    const choices =
      key === 'apiVersion' ? [platformApiVersion, scoreApiVersion] : platformKinds.map(({ name }) => name);
    if (key !== 'apiVersion' && key !== 'kind') return;
    for (const choice of choices) items.addValue(choice, [kindNamed(choice)?.schema ?? {}], false);
    return;
  }
  if (key !== undefined) return;
  const schema = platformKinds[0]?.schema ?? {};
  for (const name of ['apiVersion', 'kind', 'metadata', 'spec']) {
    if (cursor.siblings.has(name)) continue;
    const kinds = platformKinds.map((kind) => kind.name).join(',');
    const text = { apiVersion: `apiVersion: ${platformApiVersion}`, kind: `kind: \${1|${kinds}|}` }[name];
    items.addKey(name, text ?? `${name}:\n  $1`, schemasAt(schema, undefined, [name]), true);
  }
  if (cursor.siblings.size > 0 || cursor.isFlow) return;
  for (const kind of platformKinds) {
    const writer = new SnippetWriter(kind.schema, { apiVersion: platformApiVersion, kind: kind.name }, false);
    const text = (kind.schema.required ?? []).map((name) => writer.entry([name], name, '')).join('\n');
    items.addBlock(kind.name, `${text}\n`, kind.schema);
  }
}

/** Collects items with what they have in common: the text they replace, and their order. */
class ItemList {
  readonly all: CompletionItem[] = [];
  readonly #cursor: Cursor;
  readonly #range: Range;
  readonly #hasColon: boolean;
  readonly #options: CompletionOptions;

  constructor(cursor: Cursor, position: Position, line: string, options: CompletionOptions) {
    this.#cursor = cursor;
    this.#options = options;
    const rest = line.slice(position.character);
    const word = /^[\w./-]*/.exec(rest)?.[0].length ?? 0;
    const end = position.character + (cursor.prefix === '' ? 0 : word);
    this.#hasColon = /^[\w./-]*[ \t]*:/.test(rest);
    this.#range = {
      start: { line: position.line, character: position.character - cursor.prefix.length },
      end: { line: position.line, character: end },
    };
  }

  addKey(name: string, snippet: string, schemas: readonly JsonSchema[], isRequired: boolean): void {
    const text = this.#hasColon ? name : this.#indented(snippet);
    const title = schemas.find((schema) => schema.title !== undefined)?.title;
    const detail = isRequired ? t('required') : undefined;
    this.#add(name, itemKinds.key, text, isRequired ? '0' : '1', describe(name, schemas), {
      ...(title !== undefined && { description: t(title) }),
      ...(detail !== undefined && { detail: ` ${detail}` }),
    });
  }

  addValue(value: string | number | boolean, schemas: readonly JsonSchema[], isDefault: boolean): void {
    const written = typeof value === 'string' && needsQuotes(value) ? JSON.stringify(value) : String(value);
    const text = `${this.#cursor.needsSpace ? ' ' : ''}${written.replace(/[\\$}]/g, String.raw`\$&`)}`;
    const words = schemas[0]?.description;
    const detail = isDefault ? { description: t('default') } : {};
    this.#add(String(value), itemKinds.value, text, isDefault ? '0' : '1', words && t(words), detail);
  }

  addBlock(name: string, snippet: string, schema: JsonSchema): void {
    const description = { description: t('New {0}', name) };
    this.#add(name, itemKinds.block, snippet, '2', schema.description && t(schema.description), description);
  }

  #indented(snippet: string): string {
    return snippet.replaceAll('\n', `\n${'  '.repeat(this.#cursor.dashes)}`);
  }

  #add(
    label: string,
    kind: CompletionItemKind,
    snippet: string,
    rank: string,
    documentation: string | undefined,
    labelDetails: { detail?: string; description?: string },
  ): void {
    const { snippets } = this.#options;
    this.all.push({
      label,
      kind,
      labelDetails,
      sortText: `${rank}${String(this.all.length).padStart(3, '0')}`,
      filterText: label,
      insertTextFormat: snippets ? 2 : 1,
      textEdit: { range: this.#range, newText: snippets ? snippet : withoutPlaces(snippet) },
      ...(documentation && { documentation: { kind: 'markdown', value: documentation } }),
    });
  }
}
