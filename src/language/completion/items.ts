import type { CompletionItem, CompletionItemKind, Position, Range } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import { isDeprecated } from '../features/schemaValues.js';
import { describe, describeValue } from '../features/words.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import type { Cursor } from './cursor.js';
import type { WrittenSnippet } from './defaultSnippets.js';
import type { LaterWords } from './laterWords.js';
import { inQuotes, placeAt } from './place.js';
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
  /** How many characters in front of what is typed it takes the place of, too. */
  readonly takes?: number | undefined;
}

/** Collects items with what they have in common: the text they replace, and their order. */
export class ItemList {
  readonly all: CompletionItem[] = [];
  readonly #cursor: Cursor;
  readonly #range: Range;
  readonly #isFollowed: boolean;
  readonly #isLast: boolean;
  readonly #options: CompletionOptions;

  /** `after`: what stands behind the position in its line. */
  constructor(cursor: Cursor, position: Position, after: string, options: CompletionOptions) {
    this.#cursor = cursor;
    this.#options = options;
    const place = placeAt(cursor, position, after);
    this.#isFollowed = place.isFollowed;
    this.#isLast = after.trim() === '';
    this.#range = place.range;
  }

  addKey(name: string, snippet: string, schemas: readonly JsonSchema[], isRequired: boolean): void {
    const { quote } = this.#cursor;
    const isOld = isDeprecated(schemas);
    const title = schemas.find((schema) => schema.title !== undefined)?.title;
    this.#add(name, {
      kind: itemKinds.key,
      snippet: this.#isFollowed
        ? escapeText(inQuotes(name, quote))
        : this.#indented(this.#keyText(name, snippet)),
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
    const { quote, needsSpace } = this.#cursor;
    if (quote !== undefined && typeof value !== 'string') return;
    const isBare = quote === undefined && typeof value === 'string' && needsQuotes(value);
    const written = isBare ? JSON.stringify(value) : inQuotes(String(value), quote);
    this.#add(String(value), {
      kind: itemKinds.value,
      snippet: `${needsSpace ? ' ' : ''}${escapeText(written)}`,
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

  /** An item of a list, with its dash. */
  addItem(name: string, snippet: string, schemas: readonly JsonSchema[]): void {
    const words = (): string | undefined => describe(name, schemas);
    this.#add(`- ${name}`, { kind: itemKinds.block, snippet, rank: '0', words, labelDetails: {} });
  }

  /** At a value a block goes below the key, where there is room for it. */
  addSnippet({ label, words, text, isBlock }: WrittenSnippet, isValue: boolean): void {
    const { gap, needsSpace } = this.#cursor;
    if (isValue && (isBlock || text.includes('\n')) && (gap === undefined || !this.#isLast)) return;
    const lines = `${isBlock ? '\n' : needsSpace ? ' ' : ''}${text}`.replaceAll('\n', '\n  ');
    this.#add(label, {
      kind: itemKinds.block,
      snippet: this.#indented(isValue ? lines : text),
      rank: '0',
      words: () => words,
      labelDetails: {},
      ...(isValue && isBlock && { takes: gap }),
    });
  }

  /** In open quotes the key is closed before its colon. */
  #keyText(name: string, snippet: string): string {
    const { quote } = this.#cursor;
    if (quote === undefined) return snippet;
    const bare = escapeText(name);
    return escapeText(inQuotes(name, quote)) + (snippet.startsWith(bare) ? snippet.slice(bare.length) : ':');
  }

  #indented(snippet: string): string {
    return snippet.replaceAll('\n', `\n${' '.repeat(this.#cursor.dashes)}`);
  }

  #add(label: string, { kind, snippet, rank, words, isOld, labelDetails, takes = 0 }: Offer): void {
    const { snippets, later } = this.#options;
    if (kind === itemKinds.block && this.#cursor.quote !== undefined) return;
    const documentation = later ? undefined : words();
    const {
      start: { line, character },
      end,
    } = this.#range;
    this.all.push({
      label,
      kind,
      labelDetails,
      sortText: `${rank}${String(this.all.length).padStart(3, '0')}`,
      filterText: label,
      insertTextFormat: snippets ? 2 : 1,
      textEdit: {
        range: { start: { line, character: character - takes }, end },
        newText: snippets ? snippet : withoutPlaces(snippet),
      },
      ...(isOld === true && { tags: [1] }),
      ...(documentation && { documentation: { kind: 'markdown', value: documentation } }),
      ...(later && { data: later.keep(words) }),
    });
  }
}
