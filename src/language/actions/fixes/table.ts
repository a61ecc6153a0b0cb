import type { RuleCode } from '../../rules/codes.js';
import { repeatKnown } from './aliases.js';
import { convertType } from './convertType.js';
import { mendCount } from './counts.js';
import { removeDuplicate } from './duplicates.js';
import type { Fix } from './fix.js';
import { changeToMeant } from './meant.js';
import { addMissing } from './missing.js';
import { addResource } from './resources.js';
import { orderReplicas } from './scaling.js';
import { addSchedule, dropSchedule } from './schedule.js';
import { createScoreFile } from './scoreFile.js';
import { mendSyntax } from './syntax.js';
import { removeUnknown } from './unknown.js';
import { chooseAllowed, correctName, keepWithin } from './values.js';

/** What mends the findings of a rule, in the order in which it is offered. */
export const fixes: Readonly<Partial<Record<RuleCode, readonly Fix[]>>> = {
  'manifest/unknown-kind': [changeToMeant],
  'manifest/unknown-version': [changeToMeant],
  'schema/missing-property': [addMissing],
  'schema/unknown-property': [changeToMeant, removeUnknown],
  'schema/wrong-count': [mendCount],
  'schema/wrong-type': [convertType],
  'schema/wrong-value': [changeToMeant, correctName, keepWithin, chooseAllowed],
  'score/unknown-resource': [changeToMeant, addResource],
  'service/missing-schedule': [addSchedule],
  'service/scaling-range': [orderReplicas],
  'service/score-file-missing': [createScoreFile],
  'service/unexpected-schedule': [dropSchedule],
  'yaml/duplicate-key': [removeDuplicate],
  'yaml/syntax': [mendSyntax],
  'yaml/unknown-alias': [repeatKnown],
};

/** For a finding of a rule that has none of its own: the meant word, where one is known. */
export const otherwise: readonly Fix[] = [changeToMeant];
