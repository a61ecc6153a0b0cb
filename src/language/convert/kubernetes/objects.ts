import { isScalar, visit } from 'yaml';
import { t } from '../../../base/l10n.js';
import { plainValue } from '../../documents/plainValue.js';
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
    const root = new Reader(valueOf(from), [], (path, reason, severity) => {
      notes.add(from, path, reason, severity);
    });
    const items = /List$/.test(String(from.map['kind'])) ? root.list('items') : [root];
    return items.flatMap((reader) => {
      const object = objectOf(reader, from);
      if (!object && reader !== root) reader.note(notAnObject(), 'information');
      return object ?? [];
    });
  });
}

export function notAnObject(): string {
  return t('This is neither a Score workload nor an object of Kubernetes.');
}

/** Kubernetes reads YAML 1.1: a number that begins with a zero is octal. */
function valueOf({ document: { tree, root } }: SourceDocument): unknown {
  visit(tree, {
    Scalar: (_, node) => {
      const octal = /^0[0-7]+$/.exec(node.source ?? '')?.[0];
      if (isScalar(node) && typeof node.value === 'number' && octal) node.value = Number.parseInt(octal, 8);
    },
  });
  return plainValue(root).value;
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
