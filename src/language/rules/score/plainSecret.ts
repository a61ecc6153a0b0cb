import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { at, entries, specOf } from '../mapped.js';
import { workloadOf } from '../workloads.js';
import { looksSecret } from './secretLook.js';

/** A secret written out in a variable. Its value is in no message. */
export function plainSecret(document: YamlDocument, kind: Kind): Finding[] {
  const workload = workloadOf(document, kind);
  const own = workload ? secretsIn(document, workload.path, workload.body, kind) : [];
  if (kind.name !== 'Service') return own;
  const patched = entries(specOf(document)['environments']).flatMap(([name, environment]) =>
    secretsIn(document, ['spec', 'environments', name, 'overrides'], at(environment, 'overrides'), kind),
  );
  return [...own, ...patched];
}

function secretsIn(document: YamlDocument, path: Path, body: unknown, kind: Kind): Finding[] {
  return entries(at(body, 'containers')).flatMap(([container, value]) =>
    entries(at(value, 'variables')).flatMap(([name, text]) => {
      if (typeof text !== 'string' || !looksSecret(name, text)) return [];
      const span = valueSpan(document, [...path, 'containers', container, 'variables', name]);
      const message =
        kind.name === 'Service'
          ? t(
              '“{0}” looks like a secret in plain text. Name it under “secrets”, and change it where it was used.',
              name,
            )
          : t(
              '“{0}” looks like a secret in plain text. Take it from a resource, and change it where it was used.',
              name,
            );
      return [finding('secret/plain-text', span, message)];
    }),
  );
}
