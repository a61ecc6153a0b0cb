import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { lookup, type Path, type Span } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';

/** A name that the `${{ }}` of a scaffolder template reads: `parameters.name`, `steps['fetch']`. */
export interface Reading {
  readonly of: 'parameters' | 'steps';
  readonly name: string;
  /** Of the name, in the document. */
  readonly span: Span;
}

const expression = /\$\{\{((?:[^}]|\}(?!\}))*)\}\}/g;
/** Texts are stepped over; what follows a dot or a word is another's. */
const part =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.$])(?<of>parameters|steps)(?:\.(?<name>[A-Za-z_$][\w$]*)|\[(?<quote>["'])(?<quoted>[^"'\\]*)\k<quote>\])/g;

/** Everything that the expressions in the values below a path read; not what an alias repeats. */
export function readingsBelow(document: YamlDocument, path: Path): Reading[] {
  const place = lookup(document, path);
  const found: Reading[] = [];
  if (place?.value && !place.via) collect(document.text, place.value, found);
  return found;
}

function collect(text: string, node: Node, found: Reading[]): void {
  if (isMap(node)) {
    for (const { value } of node.items) if (value) collect(text, value as Node, found);
  } else if (isSeq(node)) {
    for (const item of node.items) if (item) collect(text, item as Node, found);
  } else if (isScalar(node) && typeof node.value === 'string' && node.range && node.value.includes('${{')) {
    scan(text.slice(node.range[0], node.range[1]), node.range[0], found);
  }
}

function scan(text: string, offset: number, found: Reading[]): void {
  for (const { index: at, 1: inner = '' } of text.matchAll(expression)) {
    for (const { 0: whole, index, groups = {} } of inner.matchAll(part)) {
      const { of, name = groups['quoted'] } = groups;
      if ((of !== 'parameters' && of !== 'steps') || name === undefined) continue;
      const start = offset + at + '${{'.length + index + whole.lastIndexOf(name);
      found.push({ of, name, span: { start, end: start + name.length } });
    }
  }
}
