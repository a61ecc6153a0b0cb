import { asMap, type YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { Path } from '../documents/lookup.js';

/** A Score body and where it stands in its document. */
export interface PlacedWorkload {
  readonly path: Path;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The Score body of a document: the document itself, or what a Service holds inline. */
export function workloadOf(document: YamlDocument, kind: Kind): PlacedWorkload | undefined {
  if (!kind.hasKindKey) return document.map && { path: [], body: document.map };
  if (kind.name !== 'Service') return undefined;
  const body = asMap(asMap(document.map?.['spec'])?.['workload']);
  return body && body['scoreFile'] === undefined ? { path: ['spec', 'workload'], body } : undefined;
}
