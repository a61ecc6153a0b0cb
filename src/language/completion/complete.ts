import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Position } from 'vscode-languageserver-types';
import { recognise } from '../kinds/dispatch.js';
import { shippedKinds, type DocumentKinds } from '../kinds/lookup.js';
import type { Kind } from '../kinds/kind.js';
import { asMap } from '../documents/yamlDocument.js';
import { cursorAt, type Cursor } from './cursor.js';
import { proposeHeader } from './headers.js';
import { ItemList, type CompletionOptions } from './items.js';
import { cutLine, documentLines } from './lines.js';
import { propose } from './proposals.js';

/** Keys, values and blocks that can stand at a position, what is required first. */
export function complete(
  source: TextDocument,
  position: Position,
  options: CompletionOptions,
  kinds: DocumentKinds = shippedKinds,
): CompletionItem[] {
  const text = source.getText();
  const document = documentLines(text, position.line);
  const line = cutLine(text, position, document);
  const cursor = cursorAt(document, line.before);
  if (!cursor) return [];
  const items = new ItemList(cursor, position, line.after, options);
  const kind = kindOf(cursor, kinds);
  if (kind) propose(items, kind.schema, cursor);
  else proposeHeader(items, cursor, kinds.lookup.kinds());
  return items.all.sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

function kindOf(cursor: Cursor, kinds: DocumentKinds): Kind | undefined {
  const root = asMap(cursor.value);
  if (
    !kinds.assigned &&
    cursor.path.length === 1 &&
    ['apiVersion', 'kind'].includes(String(cursor.path[0]))
  ) {
    return undefined;
  }
  const recognition = recognise(root ?? {}, true, kinds);
  return recognition.is === 'known' ? recognition.kind : undefined;
}
