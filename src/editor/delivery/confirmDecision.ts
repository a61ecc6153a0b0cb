import { t } from '../../base/l10n.js';
import type { GuardAnswer } from '../../model/guard.js';
import { actorName } from '../../model/reference.js';
import { titleOf, type DecisionKind, type WaitingChange } from '../../platform/decisions.js';
import type { CommandContext } from '../commands/context.js';
import { askTypedName, placeTitle } from '../guardQuestions.js';
import { planSummary, planVersions } from './planSummary.js';

/** Shows the plan that is decided about and asks: the environment's name and a reason in production, a reason to reject. */
export async function confirmDecision(
  { prompts, planPreview }: Pick<CommandContext, 'prompts' | 'planPreview'>,
  change: WaitingChange,
  kind: DecisionKind,
): Promise<GuardAnswer | undefined> {
  const { guard, planned, operation } = change;
  // A blocked plan is answered by the guard's refusal, which names the block.
  if (kind === 'approve' && guard.blocks.length > 0) return {};
  const shown = planned && (await planPreview.show(planned));
  try {
    const name = titleOf(operation);
    const headline = kind === 'approve' ? t('Approve {0}', name) : t('Reject {0}', name);
    if (!(await isMeant(prompts, change, kind, headline))) return undefined;
    const typedName = await typedNameFor(prompts, change, headline);
    if (typedName === undefined) return undefined;
    const isNeeded = kind === 'reject' || guard.reasonRequired;
    const reason = await prompts.input({
      id: 'plan.reason',
      title: guard.production ? t('PRODUCTION: {0}', headline) : headline,
      prompt: isNeeded ? t('Why? The reason is kept with the change.') : t('A comment, if you like'),
      check: (value) => (isNeeded && !value.trim() ? t('A reason is needed here.') : undefined),
    });
    return reason === undefined ? undefined : { typedName, reason };
  } finally {
    shown?.dispose();
  }
}

async function isMeant(
  prompts: CommandContext['prompts'],
  { planned, guard, operation, isChanged }: WaitingChange,
  kind: DecisionKind,
  headline: string,
): Promise<boolean> {
  const by = actorName(operation.createdBy);
  const detail = [
    ...(by === undefined ? [] : [t('asked for by {0}', by)]),
    ...(planned ? [planSummary(planned)] : [t('the platform shows no plan of this')]),
    ...(isChanged ? [t('the plan has changed since')] : []),
  ].join(' · ');
  const go = {
    label: headline,
    icon: kind === 'approve' ? 'pass' : 'circle-slash',
    ...(planned && { description: planVersions(planned) }),
    detail,
    value: true,
  };
  const stay = { label: t('Cancel'), icon: 'close', value: false };
  const question = t('{0}?', headline);
  const answer = await prompts.pick({
    id: 'decision.confirm',
    title: guard.production ? t('PRODUCTION: {0}', question) : question,
    placeholder: t('The diff shows what changes'),
    patient: true,
    choices: guard.production ? [stay, go] : [go, stay],
  });
  return answer === true;
}

async function typedNameFor(
  prompts: CommandContext['prompts'],
  { guard: { confirmation, environment, production }, operation: { service } }: WaitingChange,
  headline: string,
): Promise<string | undefined> {
  if (confirmation !== 'TypeName') return '';
  const title = service === undefined ? headline : placeTitle(service, environment, production);
  const prompt = t('Type the name to confirm: {0}', environment);
  return askTypedName(prompts, environment, { id: 'plan.typedName', title, prompt });
}
