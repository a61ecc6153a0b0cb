import { t } from '../../../base/l10n.js';
import { valueSpan } from '../context.js';
import { finding, meant } from '../finding.js';
import { at, items, specOf } from '../mapped.js';
import { nearest } from '../../../base/nearest.js';
import type { SurroundingsRule } from '../ruleContext.js';
import { listWords } from '../values.js';
import { ofKind, placeOf, specIn } from './surroundings.js';

/** A gate that asks for a level which its scorecard does not have. */
export const gateLevels: SurroundingsRule = (document, kind, around) => {
  if (kind.name !== 'DeliveryPipeline') return Promise.resolve([]);
  const scorecards = ofKind(around, 'Scorecard');
  const found = items(specOf(document)['stages']).flatMap((stage, index) => {
    const { name, minLevel } = Object(at(stage, 'gates', 'scorecard')) as Record<string, unknown>;
    const scorecard = scorecards.find((facts) => facts.name === name);
    const levels = scorecard
      ? items(specIn(scorecard)['levels']).filter((one) => typeof one === 'string')
      : [];
    if (!scorecard || typeof minLevel !== 'string' || levels.length === 0 || levels.includes(minLevel)) {
      return [];
    }
    const path = ['spec', 'stages', index, 'gates', 'scorecard', 'minLevel'];
    const message = t(
      'The scorecard “{0}” has no level “{1}”. Write {2}.',
      String(name),
      minLevel,
      listWords(levels),
    );
    return [
      finding('reference/unknown-level', valueSpan(document, path), message, {
        ...meant(nearest(minLevel, levels)),
        distant: placeOf(scorecard, t('The scorecard')),
      }),
    ];
  });
  return Promise.resolve(found);
};
