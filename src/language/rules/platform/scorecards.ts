import { t } from '../../../base/l10n.js';
import type { YamlDocument } from '../../documents/yamlDocument.js';
import type { Kind } from '../../kinds/kind.js';
import { keySpan, valueSpan } from '../context.js';
import { finding, meant, type Finding } from '../finding.js';
import { at, items, specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import { repeatedNames } from '../repeatedNames.js';
import { listWords } from '../values.js';

/** Checks that stand twice, lead to a level that there is not, or cannot be decided. */
export function scorecardChecks(document: YamlDocument, kind: Kind): Finding[] {
  if (kind.name !== 'Scorecard') return [];
  const levels = items(specOf(document)['levels']).filter((level) => typeof level === 'string');
  return [
    ...repeatedNames(document, ['spec', 'checks'], 'scorecard/duplicate-check'),
    ...items(specOf(document)['checks']).flatMap((check, index) => [
      ...unknownLevel(document, at(check, 'level'), index, levels),
      ...unevaluable(document, check, index),
    ]),
  ];
}

function unknownLevel(
  document: YamlDocument,
  level: unknown,
  index: number,
  levels: readonly string[],
): Finding[] {
  if (typeof level !== 'string' || levels.length === 0 || levels.includes(level)) return [];
  const span = valueSpan(document, ['spec', 'checks', index, 'level']);
  const message = t('This scorecard has no level “{0}”. Write {1}.', level, listWords(levels));
  return [finding('scorecard/unknown-level', span, message, meant(nearest(level, levels)))];
}

function unevaluable(document: YamlDocument, check: unknown, index: number): Finding[] {
  const path = ['spec', 'checks', index];
  const pointer = at(check, 'path');
  if (at(check, 'evaluation') === 'Manifest' && pointer === undefined) {
    const message = t(
      'A check that is decided from the manifest needs “path”: a JSON Pointer such as /spec/owner.',
    );
    return [finding('scorecard/unevaluable-check', keySpan(document, [...path, 'evaluation']), message)];
  }
  if (typeof pointer === 'string' && pointer !== '' && !pointer.startsWith('/')) {
    const message = t('A JSON Pointer begins with a slash: “/{0}”.', pointer);
    const data = { suggestion: `/${pointer.replaceAll('.', '/')}` };
    return [
      finding('scorecard/unevaluable-check', valueSpan(document, [...path, 'path']), message, { data }),
    ];
  }
  return [];
}
