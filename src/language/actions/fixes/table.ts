import { familyOf, type OwnRuleCode } from '../../rules/codes.js';
import { repeatKnown } from './aliases.js';
import { addChecked } from './checks.js';
import { convertType } from './convertType.js';
import { mendCount } from './counts.js';
import { removeDuplicate } from './duplicates.js';
import type { Fix } from './fix.js';
import { imageAtDeployment } from './images.js';
import { changeToMeant } from './meant.js';
import { asTheRuleSays } from './mends.js';
import { addMissing } from './missing.js';
import { addOwner } from './owner.js';
import { nextFreePort } from './ports.js';
import { addReadinessProbe } from './readiness.js';
import { addResource } from './resources.js';
import { orderReplicas } from './scaling.js';
import { addSchedule, dropSchedule } from './schedule.js';
import { createScoreFile } from './scoreFile.js';
import { referToSecret } from './secrets.js';
import { mendSuppression } from './suppressions.js';
import { mendSyntax } from './syntax.js';
import { removeUnknown } from './unknown.js';
import { chooseAllowed, correctName, keepWithin } from './values.js';

/** What mends the findings of a rule beyond what it says itself, in the order in which it is offered. */
const own: Readonly<Partial<Record<OwnRuleCode, readonly Fix[]>>> = {
  'reference/unknown-environment': [removeUnknown],
  'schema/missing-property': [addMissing],
  'schema/unknown-property': [removeUnknown],
  'schema/wrong-count': [mendCount],
  'schema/wrong-type': [convertType],
  'schema/wrong-value': [correctName, keepWithin, chooseAllowed],
  'score/image-tag': [imageAtDeployment],
  'score/port-conflict': [nextFreePort],
  'score/unknown-resource': [addResource],
  'secret/plain-text': [referToSecret],
  'service/missing-schedule': [addSchedule],
  'service/no-owner': [addOwner],
  'service/no-readiness-probe': [addReadinessProbe],
  'service/scaling-range': [orderReplicas],
  'service/score-file-missing': [createScoreFile],
  'service/unexpected-schedule': [dropSchedule],
  'yaml/duplicate-key': [removeDuplicate],
  'yaml/syntax': [mendSyntax],
  'yaml/unknown-alias': [repeatKnown],
};

/** The ways to mend findings of a rule: what the rule itself says first, then the word that was meant. */
export function fixesFor(code: string): readonly Fix[] {
  if (code.startsWith('suppression/')) return [mendSuppression];
  const more = familyOf(code) === 'scorecard/manifest-check' ? [addChecked] : own[code as OwnRuleCode];
  return [asTheRuleSays, changeToMeant, ...(more ?? [])];
}
