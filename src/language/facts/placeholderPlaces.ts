import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { lookup, pairOf, type Path, type Span } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';

/** A placeholder of Score v1b1, `${resources.db.host}` or `${metadata.name}`, with offsets in the document. */
export interface PlaceholderPlace {
  readonly root: 'resources' | 'metadata';
  /** The first name behind the root. */
  readonly name: string;
  /** Of that name. */
  readonly span: Span;
  /** All between the braces. */
  readonly inner: Span;
}

const pattern = /\$(\$)?\{((resources|metadata)\.([^.}\s]+)[^}\s]*)\}/g;

/** The placeholders in the values below a path; not those that an alias repeats, nor those that stay as they are. */
export function placeholderPlaces(document: YamlDocument, path: Path): PlaceholderPlace[] {
  const place = lookup(document, path);
  if (!place?.value || place.via || isAlias(place.value)) return [];
  const found: PlaceholderPlace[] = [];
  collect(document.text, place.value, found);
  return found;
}

function collect(text: string, node: Node, found: PlaceholderPlace[]): void {
  if (isMap(node)) {
    const isKept = isTrue(pairOf(node, 'noExpand')?.value);
    for (const { key, value } of node.items) {
      const isContent = isScalar(key) && key.value === 'content';
      if (value && !(isKept && isContent)) collect(text, value as Node, found);
    }
  } else if (isSeq(node)) {
    for (const item of node.items) collect(text, item as Node, found);
  } else if (isScalar(node) && typeof node.value === 'string' && node.range) {
    if (node.value.includes('${')) scan(text, node.range[0], node.range[1], found);
  }
}

function scan(text: string, start: number, end: number, found: PlaceholderPlace[]): void {
  for (const match of text.slice(start, end).matchAll(pattern)) {
    const [whole, escape, inner = '', root, name = ''] = match;
    if (escape !== undefined) continue;
    const innerAt = start + match.index + whole.length - 1 - inner.length;
    const nameAt = innerAt + (root?.length ?? 0) + 1;
    found.push({
      root: root === 'resources' ? 'resources' : 'metadata',
      name,
      span: { start: nameAt, end: nameAt + name.length },
      inner: { start: innerAt, end: innerAt + inner.length },
    });
  }
}

function isTrue(node: unknown): boolean {
  return isScalar(node) && node.value === true;
}
