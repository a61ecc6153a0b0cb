import type { Node, Pair } from 'yaml';
import { spanOf } from '../documents/lookup.js';

/** Words beside a key of a document. */
export interface DocumentHint {
  /** Offset in the document's text. */
  readonly at: number;
  readonly label: string;
  /** Markdown. */
  readonly tooltip: string;
}

/** Where words beside a key stand: behind its colon. */
export function besideKey(pair: Pair, text: string): number | undefined {
  const key = spanOf(pair.key as Node | null);
  if (!key) return undefined;
  const colon = text.indexOf(':', key.end);
  return colon < 0 || text.slice(key.end, colon).trim() !== '' ? key.end : colon + 1;
}
