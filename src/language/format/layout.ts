import { Levels, type Level } from './levels.js';
import type { Line } from './lines.js';
import type { LexToken } from './tokens.js';

/** Where lines begin after formatting. */
export interface Layout {
  /** Column by line. */
  readonly columns: ReadonlyMap<number, number>;
  /** Lines that open a map or list which begins on a line below. */
  readonly opening: ReadonlySet<number>;
}

/** The new columns of the lines of valid YAML; `undefined` where it is written in a way that is left alone. */
export function layoutOf(
  text: string,
  lines: readonly Line[],
  tokens: readonly LexToken[],
  tabSize: number,
): Layout | undefined {
  const walk = new LayoutWalk(text, lines, tokens, tabSize);
  return walk.run() ? walk : undefined;
}

interface Bracket {
  /** Column of a line that begins with what closes it. */
  readonly close: number;
  /** Column of the lines in it. */
  readonly inner: number;
  /** Column, before, of the block that it stands in. */
  readonly from: number;
}

class LayoutWalk implements Layout {
  readonly columns = new Map<number, number>();
  readonly opening = new Set<number>();
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #tokens: readonly LexToken[];
  readonly #tabSize: number;
  readonly #levels: Levels;
  readonly #brackets: Bracket[] = [];
  /** Comment lines that wait for the next line with content. */
  #comments: number[] = [];
  #line = 0;
  /** The last line with content, and whether what it ends with takes a value. */
  #last = 0;
  #awaits = false;
  /** The block scalar's header that was read last. */
  #header = '';

  constructor(text: string, lines: readonly Line[], tokens: readonly LexToken[], tabSize: number) {
    this.#text = text;
    this.#lines = lines;
    this.#tokens = tokens;
    this.#tabSize = tabSize;
    this.#levels = new Levels(tabSize);
  }

  run(): boolean {
    for (let index = 0; index < this.#tokens.length; index++) {
      const token = this.#tokens[index];
      if (token && !this.#take(token, index)) return false;
    }
    this.#settleComments(undefined);
    return true;
  }

  #take(token: LexToken, index: number): boolean {
    const { kind, source } = token;
    if (kind === 'space' || kind === 'newline') return true;
    this.#advance(token.start);
    const isFirst = this.#isFirst(token);
    if (kind === 'comment') {
      if (isFirst && this.#brackets.length > 0) {
        this.columns.set(this.#line, this.#brackets.at(-1)?.inner ?? 0);
      } else if (isFirst) this.#comments.push(this.#line);
      return true;
    }
    if (kind === 'document') return this.#document(source);
    if (this.#brackets.length > 0) return this.#inFlow(token, isFirst);
    if (kind === 'block-text') return this.#blockText(token);
    return this.#inBlock(token, index, isFirst);
  }

  #document(source: string): boolean {
    this.#settleComments(undefined);
    this.#levels.clear();
    this.columns.set(this.#line, 0);
    this.#last = this.#line;
    this.#awaits = false;
    return !source.startsWith('%') || this.#lines[this.#line]?.indent === 0;
  }

  #inBlock(token: LexToken, index: number, isFirst: boolean): boolean {
    const { kind, source, start } = token;
    const column = start - (this.#lines[this.#line]?.start ?? 0);
    if (source === '?' && kind === 'mark') return false;
    const isDash = source === '-' && kind === 'mark';
    const isBegin = isFirst || this.#isAfterDash(index);
    if (isBegin && (isDash || this.#isKey(index))) {
      const before = this.#levels.snapshot();
      const isOpened = this.#levels.enter(isDash ? 'seq' : 'map', column);
      const level = this.#levels.top;
      if (!level) return false;
      if (isFirst) this.#begin(level, isOpened, before);
    } else if (isFirst) {
      if (source === ':' && kind === 'mark') return false;
      const to = this.#levels.child;
      this.#begin({ kind: 'map', from: column, to }, true, this.#levels.snapshot());
    }
    if (kind === 'block-header') this.#header = source;
    if (kind === 'text') this.#continue(token);
    if (kind === 'mark' && (source === '{' || source === '[')) this.#open();
    this.#last = this.#line;
    this.#awaits = kind === 'mark' ? source === ':' || source === '-' : kind === 'property' && this.#awaits;
    return true;
  }

  /** Lays out a line that begins with an entry of a level, and the comments above it. */
  #begin(level: Level, isOpened: boolean, before: readonly Level[]): void {
    this.columns.set(this.#line, level.to);
    if (isOpened && this.#awaits) this.opening.add(this.#last);
    this.#settleComments({ level, isOpened, before });
  }

  #settleComments(next: { level: Level; isOpened: boolean; before: readonly Level[] } | undefined): void {
    const levels = next?.before ?? this.#levels.snapshot();
    for (const line of this.#comments) {
      const column = this.#lines[line]?.indent ?? 0;
      const top = levels.at(-1);
      let to = next?.level.to ?? 0;
      if (!next?.isOpened && column > (next?.level.from ?? 0)) {
        if (top && this.#awaits && column > top.from) to = this.#levels.childOf(top);
        else to = levels.findLast(({ from }) => from <= column)?.to ?? to;
      }
      this.columns.set(line, to);
    }
    this.#comments = [];
  }

  /** The further lines of a text in quotes or without. */
  #continue({ start, end, source }: LexToken): void {
    if (!source.includes('\n')) return;
    const first = this.#line;
    this.#advance(end - 1);
    const to = this.#levels.child;
    for (let line = first + 1; line <= this.#line; line++) {
      if ((this.#lines[line]?.start ?? 0) > start) this.columns.set(line, to);
    }
  }

  #blockText({ start, end, source }: LexToken): boolean {
    const lines: number[] = [];
    for (let line = this.#line; (this.#lines[line]?.start ?? end) < end; line++) lines.push(line);
    const shift = this.#shift(source);
    if (shift === undefined) return false;
    const [from, to] = shift;
    for (const line of lines) {
      const { kind, indent = 0, start: begin = start, end: finish = end } = this.#lines[line] ?? {};
      if (kind !== 'block') continue;
      const isBlank = begin + indent === finish;
      const blanks = /^ */.exec(this.#text.slice(begin, finish))?.[0].length ?? 0;
      if (isBlank && blanks <= from && indent === blanks) this.columns.set(line, 0);
      else if (from !== to) this.columns.set(line, indent - from + to);
    }
    this.#awaits = false;
    return true;
  }

  /** The column of a block scalar's content, before and after. */
  #shift(source: string): readonly [number, number] | undefined {
    const top = this.#levels.top;
    const digit = /[1-9]/.exec(this.#header)?.[0];
    const written = /^ *(?=[^\s])/m.exec(source)?.[0].length;
    if (!top || written === undefined) return digit === undefined ? [0, 0] : undefined;
    if (digit === undefined) return [written, top.to + this.#tabSize];
    if (this.#levels.isBesideParent) return undefined;
    return [top.from + Number(digit), top.to + Number(digit)];
  }

  #open(): void {
    const own = this.columns.get(this.#line);
    const top = this.#levels.top;
    const isOwnLine = /^[[{\s]*$/.test(this.#text.slice(this.#lines[this.#line]?.start, this.#here));
    const close = this.#brackets.length > 0 || isOwnLine ? (own ?? 0) : (top?.to ?? 0);
    this.#brackets.push({ close, inner: close + this.#tabSize, from: isOwnLine ? -1 : (top?.from ?? -1) });
  }

  #here = 0;

  #inFlow(token: LexToken, isFirst: boolean): boolean {
    const { kind, source } = token;
    this.#here = token.start;
    const bracket = this.#brackets.at(-1);
    const closes = kind === 'mark' && (source === '}' || source === ']');
    if (isFirst && bracket) {
      const column = this.#lines[this.#line]?.indent ?? 0;
      const isHanging = closes && bracket.from >= 0 && column > bracket.from;
      this.columns.set(this.#line, closes && !isHanging ? bracket.close : bracket.inner);
    }
    if (closes) this.#brackets.pop();
    else if (kind === 'mark' && (source === '{' || source === '[')) this.#open();
    else if (source.includes('\n') && bracket) {
      const first = this.#line;
      this.#advance(token.end - 1);
      for (let line = first + 1; line <= this.#line; line++) this.columns.set(line, bracket.inner);
    }
    this.#last = this.#line;
    this.#awaits = false;
    return true;
  }

  #isFirst({ start }: LexToken): boolean {
    const line = this.#lines[this.#line];
    return line !== undefined && line.start + line.indent === start;
  }

  #isAfterDash(index: number): boolean {
    let at = index - 1;
    while (this.#tokens[at]?.kind === 'space') at--;
    const before = this.#tokens[at];
    return before?.kind === 'mark' && before.source === '-';
  }

  /** Whether a key begins with the token: words, with properties before them, and a colon behind on the same line. */
  #isKey(index: number): boolean {
    let isAlias = false;
    for (let at = index; ; at++) {
      const { kind, source } = this.#tokens[at] ?? { kind: 'newline', source: '' };
      if (kind === 'space') continue;
      if (kind === 'mark') return source === ':' && (isAlias || at > index);
      if (kind === 'property') isAlias = source.startsWith('*');
      else if (kind !== 'text' || source.includes('\n')) return false;
    }
  }

  #advance(offset: number): void {
    this.#here = offset;
    while (this.#line + 1 < this.#lines.length && (this.#lines[this.#line + 1]?.start ?? 0) <= offset) {
      this.#line++;
    }
  }
}
