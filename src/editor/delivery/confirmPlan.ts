import { t } from '../../base/l10n.js';
import type { GuardAnswer } from '../../model/guard.js';
import type { PlannedDelivery } from '../../platform/delivery.js';
import type { Choice, Prompts } from '../prompts.js';
import type { PlanPreview } from './planPreview.js';
import { planNotes, planSummary, planVersions } from './planSummary.js';

/** Shows the plan as a diff and asks below `headline` for what its guard demands. `undefined` when the person turns away. */
export async function confirmPlan(
  prompts: Prompts,
  preview: PlanPreview,
  planned: PlannedDelivery,
  headline: string,
): Promise<GuardAnswer | undefined> {
  const { guard } = planned;
  // A blocked plan is answered by the guard's refusal, which names the block.
  if (guard.blocks.length > 0) return {};
  const shown = await preview.show(planned);
  try {
    if (!(await askToGoOn(prompts, planned, headline))) return undefined;
    const acknowledged = await acknowledge(prompts, planned);
    if (!acknowledged) return undefined;
    const typedName = await typeName(prompts, planned, headline);
    if (typedName === undefined) return undefined;
    const reason = await giveReason(prompts, planned, headline);
    if (reason === undefined) return undefined;
    return { typedName, reason, acknowledged };
  } finally {
    shown.dispose();
  }
}

async function askToGoOn(prompts: Prompts, planned: PlannedDelivery, headline: string): Promise<boolean> {
  const { guard, request } = planned;
  const notes = planNotes(planned);
  const go: Choice<boolean> = {
    label: headline,
    icon: guard.production ? 'shield' : request.kind === 'Rollback' ? 'discard' : 'rocket',
    description: planVersions(planned),
    detail: [planSummary(planned), ...notes].join(' · '),
    value: true,
  };
  const stay: Choice<boolean> = { label: t('Cancel'), icon: 'close', value: false };
  const answer = await prompts.pick({
    id: 'plan.confirm',
    title: guard.production ? t('PRODUCTION: {0}?', headline) : t('{0}?', headline),
    placeholder: t('The diff shows what changes'),
    patient: true,
    choices: guard.production ? [stay, go] : [go, stay],
  });
  return answer === true;
}

async function acknowledge(prompts: Prompts, { guard }: PlannedDelivery): Promise<string[] | undefined> {
  const codes: string[] = [];
  for (const finding of guard.acknowledge) {
    const accepted = await prompts.confirm(
      'plan.acknowledge',
      finding.message,
      t('The platform wants this to be acknowledged ({0}).', finding.code),
      t('I Understand'),
    );
    if (!accepted) return undefined;
    codes.push(finding.code);
  }
  return codes;
}

async function typeName(
  prompts: Prompts,
  { guard }: PlannedDelivery,
  headline: string,
): Promise<string | undefined> {
  if (guard.confirmation !== 'TypeName') return '';
  return prompts.input({
    id: 'plan.typedName',
    title: headline,
    prompt: t('Type the name of the environment to confirm: {0}', guard.environment),
    check: (value) =>
      value === guard.environment ? undefined : t('This is not the name yet: {0}', guard.environment),
  });
}

async function giveReason(
  prompts: Prompts,
  { guard }: PlannedDelivery,
  headline: string,
): Promise<string | undefined> {
  if (!guard.reasonRequired) return '';
  return prompts.input({
    id: 'plan.reason',
    title: headline,
    prompt: t('Why? The reason is kept with the deployment.'),
    placeholder: t('A ticket or a sentence'),
    check: (value) => (value.trim() ? undefined : t('A reason is needed here.')),
  });
}
