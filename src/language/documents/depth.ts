import { limits } from './limits.js';

const blockScalarHeader = /(?:^|[\s:-])[|>][+\-0-9]*[ \t]*(?:#.*)?$/;

/**
 * Where a text nests deeper than the limit, or `undefined`. One pass over the characters, before a parser
 * recurses: it counts open flow collections, indentation levels and compact dashes, and may count a level too many.
 */
export function tooDeepAt(text: string): number | undefined {
  const indents: number[] = [];
  let flow = 0;
  let quote = '';
  let scalarIndent = -1;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    let at = start;
    if (flow === 0 && quote === '') {
      while (text.charCodeAt(at) === 32) at++;
      const indent = at - start;
      const isBlank = at === end || text.charCodeAt(at) === 13;
      if (scalarIndent >= 0 && (isBlank || indent > scalarIndent)) {
        start = end + 1;
        continue;
      }
      scalarIndent = -1;
      if (!isBlank && text[at] !== '#') {
        popTo(indents, indent);
        indents.push(indent);
        while (text[at] === '-' && text[at + 1] === ' ') {
          at += 2;
          while (text.charCodeAt(at) === 32) at++;
          indents.push(at - start);
        }
        if (indents.length > limits.depth) return at;
        if (end - at < 1000 && blockScalarHeader.test(text.slice(at, end).trimEnd())) scalarIndent = indent;
      }
    }
    for (; at < end; at++) {
      const char = text[at];
      if (quote !== '') {
        if (char === '\\' && quote === '"') at++;
        else if (char === quote) quote = '';
      } else if (char === '#' && /\s/.test(text[at - 1] ?? ' ')) break;
      else if ((char === '"' || char === "'") && opensScalar(text, at, flow)) quote = char;
      else if ((char === '[' || char === '{') && (flow > 0 || opensScalar(text, at, flow))) flow++;
      else if ((char === ']' || char === '}') && flow > 0) flow--;
      if (flow + indents.length > limits.depth) return at;
    }
    start = end + 1;
  }
  return undefined;
}

/** Whether a quote or bracket at `at` begins a value: inside a plain scalar it is a character like any other. */
function opensScalar(text: string, at: number, flow: number): boolean {
  const before = text
    .slice(Math.max(0, at - 16), at)
    .trimEnd()
    .at(-1);
  const isSpaced = at === 0 || /\s/.test(text[at - 1] ?? '');
  if (before === undefined || text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '') return true;
  if (flow > 0) return '[{,:?'.includes(before);
  return isSpaced && ':-?'.includes(before);
}

function popTo(indents: number[], indent: number): void {
  while (indents.length > 0 && (indents.at(-1) ?? 0) >= indent) indents.pop();
}
