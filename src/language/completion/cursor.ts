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
  /** Dashes on the line: what is inserted on further lines is indented by two more for each. */
  readonly dashes: number;
}

/** Reads the position from the text. `undefined` where nothing can be proposed: comments, quotes, blocks of text. */
export function cursorAt(document: DocumentLines, character: number): Cursor | undefined {
  const line = document.lines[document.at] ?? '';
  const before = line.slice(0, character);
  if (/^\s*#|\s#/.test(before.replace(/"[^"]*"|'[^']*'/g, ''))) return undefined;
  const flow = flowStart(document.lines.slice(0, document.at + 1).slice(0, -1), before);
  return flow ? inFlow(document, before, flow) : inBlock(document, before);
}

function inBlock(document: DocumentLines, before: string): Cursor | undefined {
  const shape = shapeOf(before);
  if (!shape) return keyCursor(document, before.length, [], '');
  const { column, content, key, dashes } = shape;
  if (key === undefined) {
    return /^["'|>&*!]/.test(content) ? undefined : keyCursor(document, column, dashes, content);
  }
  const around = surroundings(document, column, dashes);
  const typed = content.slice(content.indexOf(':', key.length) + 1);
  if (!around || /^\s*["'|>&*!]/.test(typed)) return undefined;
  return {
    ...around,
    path: [...around.path, key],
    wants: 'value',
    prefix: typed.trimStart(),
    isFlow: false,
    needsSpace: typed === '',
    dashes: dashes.length,
  };
}

function keyCursor(
  document: DocumentLines,
  column: number,
  dashes: readonly number[],
  prefix: string,
): Cursor | undefined {
  const around = surroundings(document, column, dashes);
  if (!around || (prefix === '' && dashes.length > 0 && column === (dashes.at(-1) ?? 0) + 1)) {
    return undefined;
  }
  return { ...around, wants: 'key', prefix, isFlow: false, needsSpace: false, dashes: dashes.length };
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
