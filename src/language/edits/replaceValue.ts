import { isAlias, isCollection, isScalar, type Node } from 'yaml';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { colonEnd } from './addKey.js';
import type { Change } from './change.js';
import { entriesOf, hasText, isFlow, pairEnd, valueEnd } from './extent.js';
import type { Holder } from './holder.js';
import { columnOf, lineEnd, reindented } from './lines.js';
import { hasComments, isTied } from './names.js';
import { flowText } from './style.js';

/** Puts a value on one line in the place of what stands there. Comments inside a block that is replaced go with it. */
export function replaceValue(document: YamlDocument, holder: Holder, value: unknown): Change | undefined {
  return replaceText(document, holder, flowText(value));
}

/** The same with the words of YAML for it. */
export function replaceText({ text }: YamlDocument, holder: Holder, written: string): Change | undefined {
  const { node, pair } = holder;
  if (isTied(node)) return undefined;
  if (hasText(node)) {
    const start = node.range?.[0] ?? 0;
    const end = valueEnd(text, node);
    const colon = pair ? colonEnd(text, pair) : start;
    const line = lineEnd(text, colon);
    if (line >= start) return { start, end, text: written };
    return { start: colon, end, text: ` ${written}${text.slice(colon, line)}` };
  }
  if (!pair) return undefined;
  const end = pairEnd(text, pair);
  return { start: end, end, text: text[end - 1] === ':' ? ` ${written}` : `: ${written}` };
}

/** Gives a pair another key, in the quotes of the one it has. */
export function renameKey({ text }: YamlDocument, { pair }: Holder, name: string): Change | undefined {
  const key = pair?.key as Node | undefined;
  if (!isScalar(key) || !key.range || isAlias(key)) return undefined;
  const [start, end] = key.range;
  return { start, end, text: requoted(text.slice(start, end), name) };
}

/** A text in the quotes of another; in those that it needs where that has none. */
export function requoted(old: string, text: string): string {
  if (old.startsWith('"')) return JSON.stringify(text);
  if (old.startsWith("'") && !/[\n\r]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return flowText(text);
}

/** The words of a plain value as a quoted text: what is written is kept, not what YAML reads in it. */
export function quote(document: YamlDocument, holder: Holder): Change | undefined {
  const { node } = holder;
  if (!isScalar(node) || node.type !== 'PLAIN' || !hasText(node) || node.tag !== undefined) return undefined;
  const written = document.text.slice(...(node.range?.slice(0, 2) as [number, number]));
  return /[\r\n]/.test(written) ? undefined : replaceText(document, holder, JSON.stringify(written));
}

/** A quoted text without its quotes: a number, a truth value or plain words. */
export function unquote(document: YamlDocument, holder: Holder): Change | undefined {
  const { node } = holder;
  if (!isScalar(node) || !node.type?.startsWith('QUOTE') || typeof node.value !== 'string') return undefined;
  return replaceText(document, holder, node.value.trim());
}

/** A value as the only item of a list: a scalar in brackets, a block behind a dash. */
export function wrapInList(document: YamlDocument, holder: Holder): Change | undefined {
  const { node } = holder;
  if (!hasText(node) || isTied(node) || !node.range) return undefined;
  const { text } = document;
  const [start] = node.range;
  const end = valueEnd(text, node);
  if (isCollection(node) && !isFlow(node)) {
    const column = columnOf(text, start);
    return { start, end, text: `- ${reindented(text.slice(start, end), column, column + 2)}` };
  }
  const own = text.slice(start, end);
  if (isScalar(node) && node.type?.startsWith('BLOCK')) return undefined;
  const isPlain = isScalar(node) && node.type === 'PLAIN';
  const item = isPlain && /[,[\]{}]/.test(own) ? JSON.stringify(node.value) : own;
  return { start, end, text: `[${item}]` };
}

/** The only item of a list in the place of the list. */
export function unwrapList(document: YamlDocument, holder: Holder): Change | undefined {
  const { node, pair } = holder;
  const { text } = document;
  if (!isCollection(node) || node.items.length !== 1 || isTied(node) || !pair) return undefined;
  const item = node.items[0] as Node | null;
  const [entry] = entriesOf(text, node) ?? [];
  if (!entry || !hasText(item) || !item.range) return undefined;
  const [from] = item.range;
  const end = valueEnd(text, item);
  const own = text.slice(from, end);
  if (isFlow(node)) {
    if (hasComments(text, node)) return undefined;
    return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0, text: own };
  }
  if (text.slice(entry.at + 1, from).trim() !== '') return undefined;
  if (isCollection(item) && !isFlow(item)) {
    const column = columnOf(text, entry.at);
    const isNested = column > columnOf(text, (pair.key as Node).range?.[0] ?? 0);
    return isNested
      ? { start: entry.at, end, text: reindented(own, columnOf(text, from), column) }
      : undefined;
  }
  const start = colonEnd(text, pair);
  return text.slice(start, entry.at).trim() === '' ? { start, end, text: ` ${own}` } : undefined;
}
