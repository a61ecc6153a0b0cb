import { isMap, type Node } from 'yaml';
import { lookup, spanOf, type Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { keyOf } from '../documents/plainValue.js';
import type { StatusPlace } from '../protocol.js';
import { serviceDocuments } from './findServices.js';

/** The names of a file's services and the keys of their environments. */
export function statusPlaces(file: ManifestFile): StatusPlace[] {
  return serviceDocuments(file).flatMap(({ document, offset, kind, name }) => {
    const place = (span: Span | undefined, environment?: string): StatusPlace[] => {
      if (!span) return [];
      const start = file.source.positionAt(span.start + offset);
      const end = file.source.positionAt(span.end + offset);
      return [{ service: name, ...(environment !== undefined && { environment }), range: { start, end } }];
    };
    const named = lookup(document, ['metadata', 'name']);
    const environments = kind === 'Service' ? lookup(document, ['spec', 'environments'])?.value : undefined;
    return [
      ...place(spanOf(named?.via ?? named?.value)),
      ...(isMap(environments) ? environments.items : []).flatMap(({ key }) =>
        place(spanOf(key as Node | null), keyOf(key)),
      ),
    ];
  });
}
