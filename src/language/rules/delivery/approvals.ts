import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { asMap, type YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { valueSpan } from '../context.js';
import { finding, type Finding } from '../finding.js';
import { items, specOf } from '../mapped.js';

/** More approvals than the named people can give. */
export function approvals(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'Environment' && kind.name !== 'Action') return [];
  const path: Path = ['spec', 'approvals'];
  const { minApprovals, approvers } = asMap(specOf(document)['approvals']) ?? {};
  if (typeof minApprovals !== 'number' || minApprovals < 1) return [];
  const named = items(approvers);
  if (named.length === 0) {
    const message = t('{0} must approve, but nobody is named who may. Add “approvers”.', minApprovals);
    return [finding('environment/approvals', valueSpan(document, [...path, 'minApprovals']), message)];
  }
  const areAllPeople = named.every((one) => typeof one === 'string' && one.toLowerCase().startsWith('user:'));
  const people = new Set(named).size;
  if (!areAllPeople || people >= minApprovals) return [];
  const message = t(
    '{0} must approve, but only {1} may. Name more approvers, or ask for fewer approvals.',
    minApprovals,
    people,
  );
  const data = { suggestion: String(people) };
  return [
    finding('environment/approvals', valueSpan(document, [...path, 'minApprovals']), message, { data }),
  ];
}
