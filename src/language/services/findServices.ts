import { lookup, spanOf } from '../documents/lookup.js';
import type { ManifestFile, PlacedDocument } from '../documents/manifestFile.js';
import { folderOf } from '../documents/uris.js';
import { asMap } from '../documents/yamlDocument.js';
import type { WorkspaceService } from '../protocol.js';
import { recogniseDocument } from '../rules/documentFindings.js';

/** A document that describes something to deploy. */
export interface ServiceDocument extends PlacedDocument {
  readonly kind: 'Service' | 'Workload';
  readonly name: string;
}

export function serviceDocuments(file: ManifestFile): ServiceDocument[] {
  if (file.extent !== 'full') return [];
  return file.documents.flatMap((placed) => {
    const recognition = recogniseDocument(placed.document, false);
    if (recognition.is !== 'known') return [];
    const { kind } = recognition;
    const name = asMap(placed.document.map?.['metadata'])?.['name'];
    if (typeof name !== 'string' || (kind.hasKindKey && kind.name !== 'Service')) return [];
    return [{ ...placed, name, kind: kind.hasKindKey ? ('Service' as const) : ('Workload' as const) }];
  });
}

/** The services that one file describes, whether or not they are valid. */
export function servicesIn(file: ManifestFile): WorkspaceService[] {
  const { source } = file;
  return serviceDocuments(file).map(({ name, kind, document, offset }) => {
    const place = lookup(document, ['metadata', 'name']);
    const span = spanOf(place?.via ?? place?.value) ?? { start: 0, end: 0 };
    const owner = asMap(document.map?.['spec'])?.['owner'];
    return {
      name,
      uri: source.uri,
      folder: folderOf(source.uri),
      kind,
      ...(typeof owner === 'string' && owner !== '' && { owner }),
      range: { start: source.positionAt(span.start + offset), end: source.positionAt(span.end + offset) },
    };
  });
}

/** Of all services that the files of a workspace describe: a workload beside a Service is that service's. */
export function workspaceServices(found: readonly WorkspaceService[]): WorkspaceService[] {
  const folders = new Set(found.filter(({ kind }) => kind === 'Service').map(({ folder }) => folder));
  return found
    .filter(({ kind, folder }) => kind === 'Service' || !folders.has(folder))
    .sort((a, b) => a.name.localeCompare(b.name) || a.uri.localeCompare(b.uri));
}
