import type { JsonSchema } from '../schema/jsonSchema.js';
import { schemasAt } from '../schema/navigate.js';
import { allowedValues, exampleValues, isBoolean, standardValue } from '../features/schemaValues.js';

/** Looks up the schemas of a place below the one that a snippet is for. */
type Look = (path: readonly (string | number)[]) => readonly JsonSchema[];

const deepest = 5;
const mostItems = 5;

/** Writes a key with all that it requires, as an LSP snippet: places to fill are numbered in reading order. */
export class SnippetWriter {
  #place = 0;
  readonly #isFlow: boolean;
  readonly #root: JsonSchema;
  readonly #value: unknown;

  constructor(root: JsonSchema, value: unknown, isFlow: boolean) {
    this.#root = root;
    this.#value = value;
    this.#isFlow = isFlow;
  }

  /** Of several branches the first is written. */
  readonly look: Look = (path) => schemasAt(this.#root, this.#value, path, 'first');

  /** `name: …` for the key at the end of a path. Further lines are indented from `indent` on. */
  entry(path: readonly (string | number)[], name: string, indent: string): string {
    return `${escapeText(name)}:${this.#value_(path, indent, 0)}`;
  }

  /** All that the map which the root describes requires; `undefined` when that is nothing. */
  required(): string | undefined {
    const names = new Set(this.look([]).flatMap((schema) => schema.required ?? []));
    if (names.size === 0) return undefined;
    return [...names].map((name) => this.entry([name], name, '')).join('\n');
  }

  /** The first items of a list, each with its dash. */
  items(path: readonly (string | number)[]): string {
    return this.#array(path, '', 0)
      .replace(/^\n {2}/, '')
      .replaceAll('\n  ', '\n');
  }

  /** A new entry of a map of named things, with the name as first place. */
  namedEntry(path: readonly (string | number)[], name: string, indent: string): string {
    const place = this.#next(name);
    return `${place}:${this.#value_([...path, name], indent, 0)}`;
  }

  #value_(path: readonly (string | number)[], indent: string, depth: number): string {
    const schemas = this.look(path);
    const type = typeToWrite(schemas);
    if (type === 'object') return this.#object(path, schemas, indent, depth);
    if (type === 'array') return this.#array(path, indent, depth);
    return ` ${this.#scalar(schemas, String(path.at(-1)))}`;
  }

  #object(
    path: readonly (string | number)[],
    schemas: readonly JsonSchema[],
    indent: string,
    depth: number,
  ): string {
    if (this.#isFlow) return ` { ${this.#next()} }`;
    const inner = `${indent}  `;
    const required = [...new Set(schemas.flatMap((schema) => schema.required ?? []))];
    if (depth < deepest && required.length > 0) {
      const lines = required.map(
        (name) => `${inner}${name}:${this.#value_([...path, name], inner, depth + 1)}`,
      );
      return `\n${lines.join('\n')}`;
    }
    const name = exampleName(schemas);
    if (depth < deepest && name !== undefined) {
      return `\n${inner}${this.#next(name)}:${this.#value_([...path, name], inner, depth + 1)}`;
    }
    // Deeper down someone may leave the place empty, and what is written has to be a map all the same.
    return depth > 0 ? ` {${this.#next()}}` : `\n${inner}${this.#next()}`;
  }

  #array(path: readonly (string | number)[], indent: string, depth: number): string {
    if (this.#isFlow) return ` [${this.#next()}]`;
    const inner = `${indent}  `;
    const item = this.look([...path, 0]);
    const required = [...new Set(item.flatMap((schema) => schema.required ?? []))];
    if (required.length === 0 || depth >= deepest) return this.#scalars(this.look(path), item, inner);
    const lines = required.map(
      (name) => `${name}:${this.#value_([...path, 0, name], `${inner}  `, depth + 1)}`,
    );
    return `\n${inner}- ${lines.join(`\n${inner}  `)}`;
  }

  /** As many items as there have to be, those of the list's example if it has one. */
  #scalars(list: readonly JsonSchema[], item: readonly JsonSchema[], indent: string): string {
    const example = exampleValues(list).find((value): value is unknown[] => Array.isArray(value)) ?? [];
    const count = Math.max(1, ...list.map(({ minItems }) => Math.min(minItems ?? 1, mostItems)));
    return Array.from({ length: count }, (_, index) => {
      const text = isPlain(example[index]) ? this.#next(String(example[index])) : this.#scalar(item);
      return `\n${indent}- ${text}`;
    }).join('');
  }

  /** `name` stands where the text must not be empty and the schema has no example. */
  #scalar(schemas: readonly JsonSchema[], name = ''): string {
    const allowed = allowedValues(schemas);
    if (allowed.length === 1) return escapeText(String(allowed[0]));
    const choices = allowed.length > 0 ? allowed : isBoolean(schemas) ? [true, false] : [];
    if (choices.length > 0) {
      const words = choices.map((choice) => String(choice).replace(/[\\,|]/g, String.raw`\$&`));
      return `\${${++this.#place}|${words.join(',')}|}`;
    }
    const example = exampleValues(schemas)[0] ?? standardValue(schemas);
    const mustBe = schemas.some(({ minLength = 0 }) => minLength > 0);
    return this.#next(isPlain(example) ? String(example) : mustBe ? name : '');
  }

  #next(text = ''): string {
    this.#place++;
    return text === '' ? `$${this.#place}` : `\${${this.#place}:${escapeText(text)}}`;
  }
}

/** The first type that is named; where none is, the one that the keywords are for. */
export function typeToWrite(schemas: readonly JsonSchema[]): string | undefined {
  const [named] = schemas.flatMap(({ type }) => [type ?? []].flat());
  if (named !== undefined) return named;
  if (schemas.some(({ properties, required }) => properties !== undefined || required !== undefined)) {
    return 'object';
  }
  return schemas.some(({ items, prefixItems }) => items !== undefined || prefixItems !== undefined)
    ? 'array'
    : undefined;
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && !needsQuotes(value));
}

/** Text that YAML would read as something else. */
export function needsQuotes(text: string): boolean {
  const isNumber = text.trim() !== '' && !Number.isNaN(Number(text));
  return isNumber || /^(true|false|null|~|)$|^[\s*&!|>%@`"'{[#-]|: |\s#/.test(text);
}

/** A fitting name for an entry of a map of named things: the one of the schema's example. */
export function exampleName(schemas: readonly JsonSchema[]): string | undefined {
  const isMap = schemas.some(({ additionalProperties }) => typeof additionalProperties === 'object');
  if (!isMap) return undefined;
  const example = exampleValues(schemas)[0];
  return typeof example === 'object' && example !== null ? Object.keys(example)[0] : undefined;
}

export function escapeText(text: string): string {
  return text.replace(/[\\$}]/g, String.raw`\$&`);
}

/** A snippet as plain text, for a client that knows none. */
export function withoutPlaces(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|((?:[^\\,|]|\\.)*)[^}]*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:[^\\}]|\\.)*)\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '')
    .replace(/\\([\\$},|])/g, '$1');
}
