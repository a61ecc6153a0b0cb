import type { Token, TokenType } from './tokenTypes.js';

const template = /\$\{\{([^}\n]*)\}\}/g;
const score = /(\$*)\$\{([^{}\n]*)\}/g;
const word = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\d+(?:\.\d+)?|[A-Za-z_][\w-]*|[.|]/g;
const operators = new Set(['and', 'or', 'not', 'if', 'else', 'in', 'is', 'true', 'false']);

/** The parts of the placeholders in a stretch of text: `${{ parameters.name | dump }}` of templates. */
export function templateTokens(text: string, start: number): Token[] {
  return [...text.matchAll(template)].flatMap((match) => {
    const begin = start + match.index;
    const inside = match[1] ?? '';
    return framed(begin, 3, inside, 2, expressionTokens(inside, begin + 3));
  });
}

/** The parts of Score's placeholders: `${resources.db.host}`, `${metadata.name}`. `$${` is text. */
export function scoreTokens(text: string, start: number): Token[] {
  return [...text.matchAll(score)].flatMap((match) => {
    const [, dollars = '', inside = ''] = match;
    if (dollars.length % 2 === 1) return [];
    const begin = start + match.index + dollars.length;
    return framed(begin, 2, inside, 1, pathTokens(inside, begin + 2));
  });
}

function framed(
  begin: number,
  open: number,
  inside: string,
  close: number,
  parts: readonly Token[],
): Token[] {
  const end = begin + open + inside.length;
  return [
    { start: begin, end: begin + open, type: 'operator' },
    ...parts,
    { start: end, end: end + close, type: 'operator' },
  ];
}

function pathTokens(path: string, start: number): Token[] {
  let at = start;
  return path.split('.').flatMap((part, index) => {
    const token: Token = { start: at, end: at + part.length, type: partType(index) };
    at += part.length + 1;
    return part === '' ? [] : [token];
  });
}

function partType(index: number): TokenType {
  if (index === 0) return 'keyword';
  return index === 1 ? 'variable' : 'property';
}

function expressionTokens(expression: string, start: number): Token[] {
  const tokens: Token[] = [];
  let steps = -1;
  let head = '';
  let isFilter = false;
  for (const match of expression.matchAll(word)) {
    const [text] = match;
    if (text === '.' || text === '|') {
      isFilter = text === '|';
      if (isFilter) steps = -1;
      continue;
    }
    const isPart = expression[match.index - 1] === '.' && steps >= 0;
    steps = isPart ? steps + 1 : 0;
    if (!isPart) head = text;
    const type = isPart ? stepType(head, steps) : headType(text, isFilter);
    isFilter = false;
    tokens.push({ start: start + match.index, end: start + match.index + text.length, type });
  }
  return tokens;
}

function headType(text: string, isFilter: boolean): TokenType {
  if (/^["']/.test(text)) return 'string';
  if (/^\d/.test(text)) return 'number';
  if (isFilter) return 'function';
  return operators.has(text) ? 'operator' : 'keyword';
}

function stepType(head: string, step: number): TokenType {
  if (step > 1) return 'property';
  return head === 'parameters' ? 'parameter' : 'variable';
}
