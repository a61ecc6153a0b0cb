import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { at, items, specOf } from '../mapped.js';

/** A changelog that does not tell of the template's own version. */
export function templateChangelog(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'Template') return [];
  const { version, changelog } = specOf(document);
  const told = items(changelog);
  if (typeof version !== 'string' || told.length === 0) return [];
  if (told.some((change) => at(change, 'version') === version)) return [];
  const message = t(
    'The changelog says nothing of {0}. Add what changed: services that were made from it will see it.',
    version,
  );
  return [finding('template/changelog', valueSpan(document, ['spec', 'version']), message)];
}
