import { lookup, spanOf } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { asMap } from '../documents/yamlDocument.js';
import { recogniseDocument } from '../rules/documentFindings.js';
import type { DocumentFacts } from './documentFacts.js';

/** What the documents of a file say that matters beyond it; none of a file that is not read in full. */
export function factsOf(file: ManifestFile): DocumentFacts[] {
  if (file.extent !== 'full') return [];
  const { source } = file;
  return file.documents.flatMap(({ document, offset }, index) => {
    const recognition = recogniseDocument(document, false);
    const value = document.map;
    if (recognition.is !== 'known' || !value) return [];
    const place = lookup(document, ['metadata', 'name']);
    const span = spanOf(place?.via ?? place?.value);
    const name = asMap(value['metadata'])?.['name'];
    return [
      {
        uri: source.uri,
        index,
        apiVersion: recognition.kind.apiVersion,
        kind: recognition.kind.name,
        ...(typeof name === 'string' && { name }),
        ...(span && {
          nameRange: {
            start: source.positionAt(span.start + offset),
            end: source.positionAt(span.end + offset),
          },
        }),
        value,
        mentions: [],
      },
    ];
  });
}
