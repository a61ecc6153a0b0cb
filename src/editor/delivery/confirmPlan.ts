import { t } from '../../base/l10n.js';
import { blockSentence } from '../../model/blockSentence.js';
import type { GuardAnswer } from '../../model/guard.js';
import { shortReference } from '../../model/reference.js';
import type { PlannedDelivery } from '../../platform/delivery.js';
import { askAcknowledged, askTypedName, placeTitle } from '../guardQuestions.js';
import { longestDetail, type Choice, type Prompts } from '../prompts.js';
import type { PlanPreview } from './planPreview.js';
import { isOtherText, planDetail, planVersions } from './planSummary.js';

/** What a plan is confirmed under. */
export interface Occasion {
  /** E.g. `Deploy orders to staging`. */
  readonly headline: string;
  /** Where there are several platforms, which. */
  readonly platform?: string;
  /** Proposed as the reason, e.g. the ticket of the branch. */
  readonly reason?: string;
  /** Another way to go, beside yes and no; taking it turns the plan away. */
  readonly other?: { readonly label: string; readonly take: () => void };
}

/** Shows the plan as a diff and asks for what its guard demands. `undefined` when the person turns away. */
export async function confirmPlan(
  prompts: Prompts,
  preview: PlanPreview,
  planned: PlannedDelivery,
  occasion: Occasion,
): Promise<GuardAnswer | undefined> {
  const { guard } = planned;
  const { headline } = occasion;
  if (guard.blocks.length > 0) return askToLift(prompts, planned, headline);
  const shown = await preview.show(planned);
  try {
    if (!(await askToGoOn(prompts, planned, occasion))) return undefined;
    const acknowledged = await askAcknowledged(prompts, 'plan.acknowledge', guard.acknowledge);
    if (!acknowledged) return undefined;
    const typedName = await typeName(prompts, planned);
    if (typedName === undefined) return undefined;
    const reason = await giveReason(prompts, planned, occasion);
    if (reason === undefined) return undefined;
    return { typedName, reason, acknowledged };
  } finally {
    shown.dispose();
  }
}

/**
 * A blocked plan is answered by the guard's refusal, which names the block; a freeze that somebody may lift can be, with a
 * reason. The platform decides whether the person is one of them.
 */
async function askToLift(
  prompts: Prompts,
  { guard, request }: PlannedDelivery,
  headline: string,
): Promise<GuardAnswer | undefined> {
  const [block, ...others] = guard.blocks;
  const isConflict = block?.reason === 'FieldManagerConflict';
  const isFrozen = block?.reason === 'FreezeWindow' && (block.approvers?.length ?? 0) > 0;
  if (!(isConflict || isFrozen) || others.length > 0 || request.override) return {};
  const lift = await prompts.pick({
    id: 'plan.lift',
    title: isConflict ? t('In conflict: {0}', headline) : t('Frozen: {0}', headline),
    placeholder: t('Nothing is changed unless you say so'),
    text: blockSentence(block),
    patient: true,
    choices: [
      { label: t('Leave It'), icon: 'close', value: false },
      {
        label: isConflict ? t('Take the Fields Over…') : t('Lift the Freeze…'),
        icon: 'unlock',
        detail: isConflict
          ? t('{0} manages them no more then; it is planned again first.', block.name ?? '')
          : t(
              'For {0}; it is written down with your reason.',
              block.approvers?.map(shortReference).join(', ') ?? '',
            ),
        value: true,
      },
    ],
  });
  if (lift !== true) return undefined;
  const reason = await prompts.input({
    id: 'plan.liftReason',
    title: headline,
    prompt: isConflict
      ? t('Why are they taken over? The reason is kept.')
      : t('Why is the freeze lifted? The reason is kept.'),
    check: (value) => (value.trim() ? undefined : t('A reason is needed here.')),
  });
  return reason === undefined ? undefined : { override: [block.reason], reason };
}

async function askToGoOn(
  prompts: Prompts,
  planned: PlannedDelivery,
  { headline, platform, other }: Occasion,
): Promise<boolean> {
  const { guard, request, previous } = planned;
  const detail = planDetail(planned);
  const isLong = detail.length > longestDetail;
  const go: Choice<boolean> = {
    label: headline,
    icon: guard.production ? 'shield' : request.kind === 'Rollback' ? 'discard' : 'rocket',
    description: planVersions(planned),
    ...(!isLong && { detail }),
    value: true,
  };
  const stay: Choice<boolean> = { label: t('Cancel'), icon: 'close', value: false };
  const elsewhere: Choice<'other'> | undefined = other && {
    label: other.label,
    icon: 'list-unordered',
    value: 'other',
  };
  const question = platform === undefined ? t('{0}?', headline) : t('{0} on {1}?', headline, platform);
  const ways = guard.production ? [stay, go] : [go, stay];
  const answer = await prompts.pick<boolean | 'other'>({
    id: 'plan.confirm',
    title: guard.production ? t('PRODUCTION: {0}', question) : question,
    placeholder: previous
      ? isOtherText(planned)
        ? t('The plan has changed since: the diff shows both plans')
        : t('What stands behind the plan has changed since, the plan has not: confirm it again')
      : t('The diff shows what changes'),
    ...(isLong && { text: detail }),
    patient: true,
    choices: elsewhere ? [...ways, elsewhere] : ways,
  });
  if (answer === 'other') other?.take();
  return answer === true;
}

async function typeName(
  prompts: Prompts,
  { service, guard: { confirmation, environment, production } }: PlannedDelivery,
): Promise<string | undefined> {
  if (confirmation !== 'TypeName') return '';
  const title = placeTitle(service, environment, production);
  const prompt = t('Type the name of the environment to confirm: {0}', environment);
  return askTypedName(prompts, environment, { id: 'plan.typedName', title, prompt });
}

async function giveReason(
  prompts: Prompts,
  { guard, request }: PlannedDelivery,
  { headline, reason }: Occasion,
): Promise<string | undefined> {
  // A freeze was lifted with one.
  const given = request.override ? request.reason : undefined;
  if (given) return given;
  if (!guard.reasonRequired) return '';
  return prompts.input({
    id: 'plan.reason',
    title: guard.production ? t('PRODUCTION: {0}', headline) : headline,
    prompt: t('Why? The reason is kept with the deployment.'),
    placeholder: t('A ticket or a sentence'),
    ...(reason !== undefined && { value: reason }),
    check: (value) => (value.trim() ? undefined : t('A reason is needed here.')),
  });
}
