/** A collection in brackets or braces that is open at a position. */
export interface FlowFrame {
  readonly is: 'map' | 'list';
  /** The key or index that the position is at. */
  key: string | undefined;
  index: number;
  readonly keys: Record<string, unknown>;
}

export interface FlowContext {
  /** Open collections, outermost first. */
  readonly frames: readonly FlowFrame[];
  /** What is typed of the key or value. */
  readonly prefix: string;
  /** The quotation mark that is open; empty when none is. */
  readonly quote: string;
}

/**
 * Reads flow YAML from its first bracket to a position. `undefined` when nothing is open there, or a text in quotes
 * goes over several lines.
 */
export function flowContext(text: string): FlowContext | undefined {
  const frames: FlowFrame[] = [];
  let token = '';
  let quote = '';
  const endItem = (): void => {
    const frame = frames.at(-1);
    if (!frame) return;
    if (frame.key !== undefined) frame.keys[frame.key] = token.trim();
    else if (frame.is === 'map' && token.trim() !== '') frame.keys[token.trim()] = null;
    frame.key = undefined;
    frame.index++;
    token = '';
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else token += char;
    } else if ((char === '"' || char === "'") && token.trim() === '') {
      quote = char;
      token = '';
    } else if (char === '{' || char === '[') {
      frames.push({ is: char === '{' ? 'map' : 'list', key: undefined, index: 0, keys: {} });
      token = '';
    } else if (char === '}' || char === ']') {
      frames.pop();
      token = '';
      if (frames.length === 0) return undefined;
    } else if (char === ',') endItem();
    else if (char === ':' && frames.at(-1)?.is === 'map' && /[\s,}\]]|$/.test(text[at + 1] ?? '')) {
      const frame = frames.at(-1);
      if (frame) frame.key = token.trim();
      token = '';
    } else token += char;
  }
  if (frames.length === 0 || (quote !== '' && /[\n\\]/.test(token))) return undefined;
  return { frames, prefix: quote === '' ? token.trimStart() : token, quote };
}

/** Where the flow collection begins that is open at the end of the last line: in that line or some lines above. */
export function flowStart(
  lines: readonly string[],
  before: string,
): { up: number; column: number } | undefined {
  const mostLines = 50;
  const indent = before.search(/\S|$/);
  let text = before;
  for (let up = 0; up <= Math.min(mostLines, lines.length); up++) {
    const line = up === 0 ? before : (lines[lines.length - up] ?? '');
    if (up > 0) text = `${line}\n${text}`;
    const column = openBracket(line);
    if (column !== undefined) {
      const isDeeper = up === 0 || line.search(/\S|$/) < indent;
      if (isDeeper && flowContext(text.slice(column))) return { up, column };
    }
    if (up > 0 && line.trim() !== '' && line.search(/\S/) < indent && column === undefined) return undefined;
  }
  return undefined;
}

/** The column of a bracket that begins a value: after a colon, a dash, or at the begin of the line. */
function openBracket(line: string): number | undefined {
  const found = /^(\s*(?:-\s+)*)[[{]|[:-]\s+[[{]/.exec(line);
  return found ? found.index + found[0].length - 1 : undefined;
}
