import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { keySpan } from '../context.js';
import { finding, meant, type Finding } from '../finding.js';
import { at, entries } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import { ringThrough } from '../ring.js';
import { listWords } from '../values.js';
import { workloadOf } from '../workloads.js';

/** `before` that names a container which is not there, or containers that wait for each other. */
export function startOrder(document: YamlDocument, kind: Kind): Finding[] {
  const workload = workloadOf(document, kind);
  const containers = entries(workload?.body['containers']);
  if (!workload) return [];
  const names = containers.map(([name]) => name);
  const after = new Map(
    containers.map(([name, container]) => [name, entries(at(container, 'before')).map(([other]) => other)]),
  );
  const seen = new Set<string>();
  return containers.flatMap(([name]) =>
    (after.get(name) ?? []).flatMap((other) => {
      const span = keySpan(document, [...workload.path, 'containers', name, 'before', other]);
      if (!names.includes(other)) return [unknownContainer(span, other, names)];
      const ring = ringThrough(after, name, other);
      const identity = ring && [...ring].sort().join(' ');
      if (!ring || identity === undefined || seen.has(identity)) return [];
      seen.add(identity);
      const message = t(
        'These containers wait for each other and never start: {0}. Take one “before” out.',
        [...ring, ring[0]].join(' → '),
      );
      return [finding('score/before-cycle', span, message)];
    }),
  );
}

function unknownContainer(
  span: { start: number; end: number },
  name: string,
  names: readonly string[],
): Finding {
  const message = t('There is no container “{0}”. Write {1}.', name, listWords(names));
  return finding('score/unknown-container', span, message, meant(nearest(name, names)));
}
