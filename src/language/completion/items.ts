import type { CompletionItem, CompletionItemKind, Position, Range } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import { isDeprecated } from '../features/schemaValues.js';
import { describe, describeValue } from '../features/words.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import type { Cursor } from './cursor.js';
import type { WrittenSnippet } from './defaultSnippets.js';
import type { LaterWords } from './laterWords.js';
import { escapeText, needsQuotes, withoutPlaces } from './snippets.js';

export interface CompletionOptions {
  /** Whether the client can fill places in what it inserts. */
  readonly snippets: boolean;
  /** Takes the documentation of items until it is asked for; without it, items carry theirs. */
  readonly later?: LaterWords;
}

const itemKinds = { key: 10, value: 12, block: 15 } as const satisfies Record<string, CompletionItemKind>;

/** What an item is made of. */
interface Offer {
  readonly kind: CompletionItemKind;
  readonly snippet: string;
  /** Lower ranks come first. */
  readonly rank: string;
  readonly words: () => string | undefined;
  readonly isOld?: boolean;
  readonly labelDetails: { readonly detail?: string; readonly description?: string };
}

/** Collects items with what they have in common: the text they replace, and their order. */
export class ItemList {
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
    const isOld = isDeprecated(schemas);
    const title = schemas.find((schema) => schema.title !== undefined)?.title;
    this.#add(name, {
      kind: itemKinds.key,
      snippet: this.#hasColon ? name : this.#indented(snippet),
      rank: isRequired ? '0' : isOld ? '3' : '1',
      words: () => describe(name, schemas),
      isOld,
      labelDetails: {
        ...(title !== undefined && { description: t(title) }),
        ...(isRequired && { detail: ` ${t('required')}` }),
      },
    });
  }

  addValue(value: string | number | boolean, schemas: readonly JsonSchema[], isDefault: boolean): void {
    const written = typeof value === 'string' && needsQuotes(value) ? JSON.stringify(value) : String(value);
    this.#add(String(value), {
      kind: itemKinds.value,
      snippet: `${this.#cursor.needsSpace ? ' ' : ''}${escapeText(written)}`,
      rank: isDefault ? '0' : '1',
      words: () => describeValue(schemas, value),
      isOld: isDeprecated(
        schemas.filter((schema) => Object.hasOwn(schema, 'const') && schema.const === value),
      ),
      labelDetails: isDefault ? { description: t('default') } : {},
    });
  }

  /** A whole manifest. It goes before single keys: a document begins with it. */
  addBlock(label: string, snippet: string, words: string | undefined, description: string): void {
    this.#add(t(label), {
      kind: itemKinds.block,
      snippet,
      rank: '-',
      words: () => words && t(words),
      labelDetails: { description },
    });
  }

  /** One of several forms that a map can have. */
  addBranch(title: string, snippet: string, schemas: readonly JsonSchema[]): void {
    this.#add(t(title), {
      kind: itemKinds.block,
      snippet: this.#indented(snippet),
      rank: '2',
      words: () => describe(title, schemas),
      labelDetails: {},
    });
  }

  addSnippet({ label, words, text, isBlock }: WrittenSnippet, isBelowKey: boolean): void {
    const lines = isBlock && isBelowKey ? `\n${text}`.replaceAll('\n', '\n  ') : text;
    const space = this.#cursor.needsSpace && !isBlock ? ' ' : '';
    this.#add(label, {
      kind: itemKinds.block,
      snippet: this.#indented(`${space}${lines}`),
      rank: '0',
      words: () => words,
      labelDetails: {},
    });
  }

  #indented(snippet: string): string {
    return snippet.replaceAll('\n', `\n${'  '.repeat(this.#cursor.dashes)}`);
  }

  #add(label: string, { kind, snippet, rank, words, isOld, labelDetails }: Offer): void {
    const { snippets, later } = this.#options;
    const documentation = later ? undefined : words();
    this.all.push({
      label,
      kind,
      labelDetails,
      sortText: `${rank}${String(this.all.length).padStart(3, '0')}`,
      filterText: label,
      insertTextFormat: snippets ? 2 : 1,
      textEdit: { range: this.#range, newText: snippets ? snippet : withoutPlaces(snippet) },
      ...(isOld === true && { tags: [1] }),
      ...(documentation && { documentation: { kind: 'markdown', value: documentation } }),
      ...(later && { data: later.keep(words) }),
    });
  }
}
