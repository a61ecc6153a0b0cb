import type { Span } from '../documents/lookup.js';
import { lookup, spanOf, type Path } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { isCollection, isMap, type Node } from 'yaml';
import { pairOf } from '../documents/lookup.js';

/** The span of the key at `path`; of the value where there is no key (list items, the root). */
export function keySpan(document: YamlDocument, path: Path): Span {
  const place = lookup(document, path);
  return spanOf(place?.via) ?? spanOf(place?.key) ?? headSpan(document, place?.value ?? null);
}

/** The span of the value at `path`; of its key where the value is empty or runs over several lines. */
export function valueSpan(document: YamlDocument, path: Path): Span {
  const place = lookup(document, path);
  if (place?.via) return spanOf(place.via) ?? nowhere;
  const span = spanOf(place?.value);
  const isShown = span && span.end > span.start && !isBlock(place?.value);
  return isShown ? span : keySpan(document, path);
}

/** The plain value at `path`. */
export function valueAt(document: YamlDocument, path: Path): unknown {
  let value: unknown = document.value;
  for (const part of path) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, part);
    value = isThere ? (value as Record<string | number, unknown>)[part] : undefined;
  }
  return value;
}

function isBlock(node: Node | null | undefined): boolean {
  return isCollection(node) && node.flow !== true;
}

const nowhere: Span = { start: 0, end: 0 };

/** A collection without a key of its own shows at its first key; the root at `kind`, if it has that. */
function headSpan(document: YamlDocument, node: Node | null): Span {
  if (isMap(node) && node.items.length > 0) {
    const kind = node === document.root ? pairOf(node, 'kind') : undefined;
    const first = (kind ?? node.items[0])?.key as Node | undefined;
    return spanOf(first) ?? nowhere;
  }
  return spanOf(node) ?? nowhere;
}
