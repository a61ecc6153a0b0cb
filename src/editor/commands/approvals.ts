import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import { NothingToDo } from '../../model/errors.js';
import { actorName } from '../../model/reference.js';
import { decide, titleOf, type DecisionKind } from '../../platform/decisions.js';
import { waitsForApproval } from '../../platform/writes/follow.js';
import { notTwice } from '../delivery/atOnce.js';
import { confirmDecision } from '../delivery/confirmDecision.js';
import { operationIn } from '../delivery/operationIn.js';
import { isFollowedHere } from '../delivery/resumeDeliveries.js';
import type { Connection } from '../session/connection.js';
import { shortAge } from '../views/age.js';
import type { CommandContext, CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { targetFrom } from './target.js';

/** What waits for an approval, to look at and to approve or reject. */
export const approvals: CommandHandler = async (context, argument) => {
  const place = await waitingPlace(context, argument, t('Approvals'));
  if (!place) return;
  const kind = await context.prompts.pick<DecisionKind>({
    id: 'approval.kind',
    title: titleOf(place.operation),
    placeholder: t('The plan is shown before anything is sent'),
    choices: [
      {
        label: t('Approve…'),
        icon: 'pass',
        detail: t('Look at the plan, then let it go on'),
        value: 'approve',
      },
      {
        label: t('Reject…'),
        icon: 'circle-slash',
        detail: t('Look at the plan, then end it with a reason'),
        value: 'reject',
      },
    ],
  });
  if (kind) await run(context, place, kind);
};

export const approve: CommandHandler = (context, argument) => decideAbout(context, argument, 'approve');

export const reject: CommandHandler = (context, argument) => decideAbout(context, argument, 'reject');

async function decideAbout(context: CommandContext, argument: unknown, kind: DecisionKind): Promise<void> {
  const place = await waitingPlace(context, argument, kind === 'approve' ? t('Approve') : t('Reject'));
  if (place) await run(context, place, kind);
}

interface WaitingPlace {
  readonly connection: Connection;
  readonly operation: Operation;
}

async function run(
  context: CommandContext,
  { connection, operation }: WaitingPlace,
  kind: DecisionKind,
): Promise<void> {
  const name = titleOf(operation);
  const isFollowed = await isFollowedHere(context, operation.id);
  const result = await notTwice(`${connection.url} ${operation.id}`, name, () =>
    decide(connection.platform, operation.id, kind, {
      confirm: (change) => confirmDecision(context, change, kind),
    }),
  );
  if (result.outcome === 'declined' || (kind === 'reject' && isFollowed)) return;
  const { blockedBy } = result.operation;
  context.prompts.tell(
    'info',
    kind === 'reject'
      ? t('{0} is rejected. What ran before still runs.', name)
      : waitsForApproval(result.operation)
        ? t('You approved {0}. It still waits: {1}', name, blockedBy?.message ?? '')
        : t('You approved {0}. It goes on now.', name),
  );
}

async function waitingPlace(
  context: CommandContext,
  argument: unknown,
  title: string,
): Promise<WaitingPlace | undefined> {
  const connection = await platformFor(context, targetFrom(argument), title);
  if (!connection) return undefined;
  const { platform, live } = connection;
  const named = operationIn(argument, live.snapshot);
  if (named !== undefined) {
    return { connection, operation: await platform.getOperation(named, { fresh: true }) };
  }
  const waiting = (await blockedOperations(connection)).filter(waitsForApproval);
  if (waiting.length === 0) {
    throw new NothingToDo('approval.nothing', t('Nothing waits for an approval.'));
  }
  const operation = await context.prompts.pick({
    id: 'operation',
    title,
    placeholder: t('What waits'),
    choices: waiting.map((each) => ({
      label: titleOf(each),
      icon: 'debug-pause',
      description: [each.environment, actorName(each.createdBy), shortAge(each.createdAt, Date.now())]
        .filter((word) => word)
        .join(' · '),
      ...(each.blockedBy?.message !== undefined && { detail: each.blockedBy.message }),
      value: each,
    })),
  });
  return operation && { connection, operation };
}

/** The platform's own list where it has one: what waited before this window opened is in no picture. */
async function blockedOperations({ platform, live }: Connection): Promise<readonly Operation[]> {
  if (!platform.operations) return [...live.snapshot.operations.values()];
  return (await platform.operations.list({ state: 'Blocked', pageSize: 100 }, { fresh: true })).items;
}
