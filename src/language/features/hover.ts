import type { Hover, Position } from 'vscode-languageserver-types';
import { hitAt, type Path } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import { schemasAt } from '../schema/navigate.js';
import { describe } from './words.js';

/** The words of the schema for the key or value at a position; nothing where it has none. */
export function hover(file: ManifestFile, position: Position, isOurs: boolean): Hover | undefined {
  if (file.extent !== 'full') return undefined;
  const at = file.source.offsetAt(position);
  const placed = file.documents.findLast(({ offset }) => offset <= at) ?? file.documents[0];
  if (!placed) return undefined;
  const { document, offset } = placed;
  const hit = hitAt(document, at - offset);
  const recognition = recogniseDocument(document, isOurs);
  if (!hit || recognition.is !== 'known') return undefined;
  const name = hit.path.findLast((part) => typeof part === 'string');
  const { schema } = recognition.kind;
  const wordsAt = (path: Path): string | undefined =>
    describe(name ?? '', schemasAt(schema, document.value, path));
  // An item without words of its own is told of by its list.
  const list = hit.path.slice(0, hit.path.findLastIndex((part) => typeof part === 'string') + 1);
  const value = wordsAt(hit.path) ?? wordsAt(list);
  if (name === undefined || value === undefined) return undefined;
  return {
    contents: { kind: 'markdown', value },
    range: {
      start: file.source.positionAt(hit.span.start + offset),
      end: file.source.positionAt(hit.span.end + offset),
    },
  };
}
