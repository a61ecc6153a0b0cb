import { surroundings, type Surroundings } from './blockContext.js';
import { flowContext, flowStart, type FlowFrame } from './flowContext.js';
import { shapeOf, type DocumentLines } from './lines.js';

/** What can be written at a position. */
export interface Cursor extends Surroundings {
  /** A key of the map at `path`, or the value at `path`. A list item can be either: it counts as a key. */
  readonly wants: 'key' | 'value';
  /** What is typed already, up to the position. */
  readonly prefix: string;
  readonly isFlow: boolean;
  /** The colon stands right before: a space must come first. */
  readonly needsSpace: boolean;
  /** The quotation mark that is open at the position. */
  readonly quote?: string;
  /** How far the dashes of the line reach: what is inserted on further lines is indented by as much more. */
  readonly dashes: number;
  /** The spaces behind the colon of a key that has nothing below it: a block can take their place. */
  readonly gap?: number;
}

/** Reads the position from the text. `undefined` where nothing can be proposed: comments, blocks of text. */
export function cursorAt(document: DocumentLines, before: string): Cursor | undefined {
  if (/^\s*#|\s#/.test(before.replace(/"[^"]*"|'[^']*'/g, ''))) return undefined;
  const flow = flowStart(document.lines.slice(0, document.at + 1).slice(0, -1), before);
  return flow ? inFlow(document, before, flow) : inBlock(document, before);
}

function inBlock(document: DocumentLines, before: string): Cursor | undefined {
  const shape = shapeOf(before);
  if (!shape) return keyCursor(document, before.length, [], '');
  const { column, content, key, dashes } = shape;
  if (key === undefined) {
    const open = openQuote(content);
    if (open === undefined && /^["'|>&*!]/.test(content)) return undefined;
    return keyCursor(document, column, dashes, open?.typed ?? content, open?.quote);
  }
  const around = surroundings(document, column, dashes);
  const typed = content.slice(content.indexOf(':', key.length) + 1);
  const open = openQuote(typed.trimStart());
  if (!around || (open === undefined && /^\s*["'|>&*!]/.test(typed))) return undefined;
  return {
    ...around,
    path: [...around.path, key],
    wants: 'value',
    prefix: open?.typed ?? typed.trimStart(),
    ...(open && { quote: open.quote }),
    isFlow: false,
    needsSpace: typed === '',
    dashes: reachOf(column, dashes),
    ...(!isFilled(document, column) && { gap: typed.search(/\S|$/) }),
  };
}

function keyCursor(
  document: DocumentLines,
  column: number,
  dashes: readonly number[],
  prefix: string,
  quote?: string,
): Cursor | undefined {
  const around = surroundings(document, column, dashes);
  if (
    !around ||
    (prefix === '' && quote === undefined && dashes.length > 0 && column === (dashes.at(-1) ?? 0) + 1)
  ) {
    return undefined;
  }
  const cursor = { ...around, wants: 'key', prefix, isFlow: false, needsSpace: false } as const;
  return { ...cursor, dashes: reachOf(column, dashes), ...(quote !== undefined && { quote }) };
}

function reachOf(column: number, [first = column]: readonly number[]): number {
  return column - first;
}

/** Whether the key at a column has its value on the lines below. */
function isFilled({ lines, at }: DocumentLines, column: number): boolean {
  const below = shapeOf(lines.slice(at + 1).find((line) => shapeOf(line)) ?? '');
  return below !== undefined && (below.dashes[0] === column || (below.dashes[0] ?? below.column) > column);
}

/** A text that begins with a quotation mark and has no second one. */
function openQuote(text: string): { readonly quote: string; readonly typed: string } | undefined {
  const [, quote, typed] = /^(["'])((?:(?!\1)[^\\])*)$/.exec(text) ?? [];
  return quote === undefined || typed === undefined ? undefined : { quote, typed };
}

function inFlow(
  document: DocumentLines,
  before: string,
  { up, column }: { up: number; column: number },
): Cursor | undefined {
  const startLine = document.at - up;
  const opening = up === 0 ? before : (document.lines[startLine] ?? '');
  const outer = inBlock({ lines: document.lines, at: startLine }, opening.slice(0, column));
  const between = document.lines.slice(startLine + 1, document.at);
  const text = [opening.slice(column), ...between, ...(up > 0 ? [before] : [])].join('\n');
  const flow = flowContext(text);
  const last = flow?.frames.at(-1);
  if (!outer || !flow || !last) return undefined;
  const steps = flow.frames.map(segmentOf).filter((segment) => segment !== undefined);
  const path = [...outer.path, ...steps];
  const after = (document.lines[document.at] ?? '').slice(before.length);
  const keysAfter = keysBehind(after.replace(/^[\w.-]+/, ''));
  return {
    path,
    value: withFlow(outer.value, outer.path, flow.frames),
    siblings: new Set(last.is === 'map' ? [...Object.keys(last.keys), ...keysAfter] : []),
    wants: last.is === 'map' && last.key === undefined ? 'key' : 'value',
    prefix: flow.prefix,
    ...(flow.quote !== '' && { quote: flow.quote }),
    isFlow: true,
    needsSpace: before.endsWith(':'),
    dashes: 0,
  };
}

/** The keys that follow in the flow map that is open before `text`, up to its end or that of the line. */
function keysBehind(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [, key, mark] of text.matchAll(/([\w.-]+)\s*:(?=\s|$)|([[\]{}])/g)) {
    if (mark === '{' || mark === '[') depth++;
    else if (mark !== undefined) depth--;
    else if (depth === 0 && key !== undefined) keys.push(key);
    if (depth < 0) break;
  }
  return keys;
}

function segmentOf(frame: FlowFrame): string | number | undefined {
  return frame.is === 'list' ? frame.index : frame.key;
}

/** The partial value of the block context with the flow collections set into it. */
function withFlow(value: unknown, path: readonly (string | number)[], frames: readonly FlowFrame[]): unknown {
  const [segment, ...rest] = path;
  if (segment !== undefined) {
    if (typeof segment === 'number') {
      const items: unknown[] = Array.isArray(value) ? [...(value as unknown[])] : [];
      items[segment] = withFlow(items[segment], rest, frames);
      return items;
    }
    const map = { ...(value as Record<string, unknown> | undefined) };
    return { ...map, [segment]: withFlow(map[segment], rest, frames) };
  }
  const [frame, ...inner] = frames;
  if (!frame) return undefined;
  const child = inner.length > 0 ? withFlow(undefined, [], inner) : undefined;
  if (frame.is === 'list') {
    const items: unknown[] = [];
    items[frame.index] = child;
    return items;
  }
  return frame.key === undefined ? frame.keys : { ...frame.keys, [frame.key]: child };
}
