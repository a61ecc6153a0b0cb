import { asMap } from '../../documents/yamlDocument.js';
import type { Notes, SourceDocument } from '../notes.js';
import { Reader } from '../reader.js';

/** A Kubernetes object of the input. */
export interface KubernetesObject {
  readonly kind: string;
  readonly name: string;
  /** `default` where none is written. */
  readonly namespace: string;
  readonly from: SourceDocument;
  readonly reader: Reader;
}

/** The objects in documents of Kubernetes, those in a `List` too. Nothing for documents of anything else. */
export function objectsIn(documents: readonly SourceDocument[], notes: Notes): KubernetesObject[] {
  return documents.flatMap((from) => {
    const root = new Reader(from.map, [], (path, reason, severity) => {
      notes.add(from, path, reason, severity);
    });
    const items = /List$/.test(String(from.map['kind'])) ? root.list('items') : [root];
    return items.flatMap((reader) => objectOf(reader, from) ?? []);
  });
}

function objectOf(reader: Reader, from: SourceDocument): KubernetesObject | undefined {
  const map = asMap(reader.value) ?? {};
  const { apiVersion, kind } = map;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const { name, namespace } = asMap(map['metadata']) ?? {};
  return {
    kind,
    name: typeof name === 'string' ? name : '',
    namespace: typeof namespace === 'string' ? namespace : 'default',
    from,
    reader,
  };
}
