import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import { entityKindNames, isEntityKind } from '../../kinds/backstage.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { nearest } from '../../../base/nearest.js';

/** A kind of entity that Backstage does not know and that looks like one it does. Kinds of one's own are legal. */
export function entityKinds(document: YamlDocument, kind: Kind): Finding[] {
  if (!isEntityKind(kind) || kind.name !== 'Entity') return [];
  const name = document.map?.['kind'];
  if (typeof name !== 'string' || name === '') return [];
  const suggestion = nearest(name, entityKindNames());
  if (suggestion === undefined) return [];
  const message = t('Backstage has no kind “{0}”. Did you mean “{1}”?', name, suggestion);
  return [
    finding('manifest/unknown-kind', valueSpan(document, ['kind']), message, {
      severity: 'warning',
      data: { suggestion },
    }),
  ];
}
