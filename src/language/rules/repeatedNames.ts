import { t } from '../../base/l10n.js';
import type { Path } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { RuleCode } from './codes.js';
import { valueSpan } from './context.js';
import { finding, type Finding } from './finding.js';
import { at, items } from './mapped.js';

/** Items of a list whose `name` an item before them has. */
export function repeatedNames(document: YamlDocument, path: Path, code: RuleCode): Finding[] {
  const first = new Map<string, number>();
  return items(at(document.value, ...path)).flatMap((item, index) => {
    const name = at(item, 'name');
    if (typeof name !== 'string') return [];
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
      return [];
    }
    const related = {
      ...valueSpan(document, [...path, before, 'name']),
      message: t('“{0}” stands here first.', name),
    };
    const message = t('The name “{0}” is taken. Give this one another name, or remove it.', name);
    const mends = [
      { title: t('Remove “{0}”', name), changes: [{ remove: [...path, index] }], isPreferred: true },
    ];
    return [
      finding(code, valueSpan(document, [...path, index, 'name']), message, { related, data: { mends } }),
    ];
  });
}
