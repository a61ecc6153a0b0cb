import { t } from '../../base/l10n.js';
import type { GuardAnswer } from '../../model/guard.js';
import type { PlannedRun } from '../../platform/runs/guardedRun.js';
import { askAcknowledged, askTypedName } from '../guardQuestions.js';
import type { Prompts } from '../prompts.js';
import { runSummary } from './runSummary.js';

export interface RunQuestion {
  /** What the person confirms, e.g. `Delete the environment pr-7`. */
  readonly headline: string;
  /** Product icon of the way to go on. */
  readonly icon: string;
  /** What else to think of, one sentence each. */
  readonly notes?: readonly string[];
}

/** Asks below a headline for what the guard of a plan demands. `undefined` when the person turns away. */
export async function confirmRun(
  prompts: Prompts,
  { plan, guard, name }: PlannedRun,
  { headline, icon, notes = [] }: RunQuestion,
): Promise<GuardAnswer | undefined> {
  // A blocked plan is answered by the guard's refusal, which names the block.
  if (guard.blocks.length > 0) return {};
  const warnings = (plan.warnings ?? []).map(({ message }) => message);
  const go = {
    label: headline,
    icon: guard.production ? 'shield' : icon,
    detail: [runSummary(plan), ...warnings, ...notes].join(' · '),
    value: true,
  };
  const stay = { label: t('Cancel'), icon: 'close', value: false };
  const isRisky = guard.confirmation === 'TypeName';
  const isConfirmed = await prompts.pick({
    id: 'run.confirm',
    title: guard.production ? t('PRODUCTION: {0}?', headline) : t('{0}?', headline),
    placeholder: t('Nothing is done before you confirm'),
    patient: true,
    choices: isRisky ? [stay, go] : [go, stay],
  });
  if (isConfirmed !== true) return undefined;
  const acknowledged = await askAcknowledged(prompts, 'run.acknowledge', guard.acknowledge);
  if (!acknowledged) return undefined;
  const title = guard.production ? t('PRODUCTION: {0}', headline) : headline;
  const typing = { id: 'run.typedName', title, prompt: t('Type the name to confirm: {0}', name) };
  const typedName = isRisky ? await askTypedName(prompts, name, typing) : '';
  if (typedName === undefined) return undefined;
  const reason = guard.reasonRequired ? await giveReason(prompts, headline) : '';
  return reason === undefined ? undefined : { typedName, reason, acknowledged };
}

function giveReason(prompts: Prompts, title: string): Promise<string | undefined> {
  return prompts.input({
    id: 'run.reason',
    title,
    prompt: t('Why? The reason is kept with the operation.'),
    placeholder: t('A ticket or a sentence'),
    check: (value) => (value.trim() ? undefined : t('A reason is needed here.')),
  });
}
