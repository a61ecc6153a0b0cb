import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { fileNameOf } from '../../documents/uris.js';
import { valueSpan } from '../context.js';
import { finding } from '../finding.js';
import type { SurroundingsRule } from '../ruleContext.js';
import { isSelf, namespaceOf, ofKind, placeOf } from './surroundings.js';

/** Two manifests of one kind, namespace and name: which of them holds is chance. */
export const duplicateNames: SurroundingsRule = (document, kind, around) => {
  const name = asMap(document.map?.['metadata'])?.['name'];
  if (!kind.hasKindKey || typeof name !== 'string') return Promise.resolve([]);
  const namespace = namespaceOf(document.map);
  const others = ofKind(around, kind.name).filter(
    (facts) => facts.name === name && namespaceOf(facts.value) === namespace && !isSelf(facts, around),
  );
  const [first] = others;
  if (!first) return Promise.resolve([]);
  const message = t(
    'There is another {0} “{1}”, in {2}. Give one of them another name.',
    kind.name,
    name,
    fileNameOf(first.uri),
  );
  const distant = others.slice(0, 10).flatMap((facts) => placeOf(facts, t('The other “{0}”', name)));
  return Promise.resolve([
    finding('workspace/duplicate-name', valueSpan(document, ['metadata', 'name']), message, { distant }),
  ]);
};
