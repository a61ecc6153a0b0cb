import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { pathWithin } from '../../documents/uris.js';
import { valueSpan } from '../context.js';
import { finding } from '../finding.js';
import type { SurroundingsRule } from '../ruleContext.js';
import { isSameFile, isSelf, namespaceOf, ofKind, placeOf, rootsOf } from './surroundings.js';

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
  const line = (first.nameRange?.start.line ?? 0) + 1;
  const message = isSameFile(first.uri, around.uri)
    ? t(
        'There is another {0} “{1}” in this file, on line {2}. Give one of them another name.',
        kind.name,
        name,
        line,
      )
    : t(
        'There is another {0} “{1}”, in {2}. Give one of them another name.',
        kind.name,
        name,
        pathWithin(rootsOf(around), first.uri),
      );
  const distant = others.slice(0, 10).flatMap((facts) => placeOf(facts, t('The other “{0}”', name)));
  return Promise.resolve([
    finding('workspace/duplicate-name', valueSpan(document, ['metadata', 'name']), message, { distant }),
  ]);
};
