import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import { NothingToDo, UserError } from '../../model/errors.js';
import { branchOf } from '../../model/pullRequest.js';
import { titleOf } from '../../platform/decisions.js';
import { waitsForApproval } from '../../platform/writes/follow.js';
import { askTypedName, placeTitle } from '../guardQuestions.js';
import { isFollowedHere } from '../delivery/resumeDeliveries.js';
import { operationIn } from '../delivery/operationIn.js';
import type { Connection } from '../session/connection.js';
import type { CommandContext, CommandHandler } from './context.js';
import { platformFor } from './onPlatform.js';
import { targetFrom } from './target.js';

/** Calls an operation off that is under way or waits: asks first, in production for the environment's name. */
export const cancelOperation: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, titleHere());
  if (!connection) return;
  const id = operationIn(argument, connection.live.snapshot) ?? (await pickOperation(context, connection));
  if (id === undefined) return;
  const operation = await connection.platform.getOperation(id, { fresh: true });
  if (operation.done) {
    throw new NothingToDo(
      'cancel.done',
      t('{0} has ended already: {1}.', titleOf(operation), operation.state),
    );
  }
  if (operation.cancelable === false) {
    throw new UserError(
      'cancel.late',
      t('{0} cannot be canceled any more. Wait for its end, then roll back.', titleOf(operation)),
    );
  }
  if (!(await isMeant(context, connection, operation))) return;
  const isFollowed = await isFollowedHere(context, id);
  const isBranch = branchOf(operation) !== undefined;
  const ended = await connection.platform.cancelOperation(id);
  if (ended.done && isFollowed) return;
  context.prompts.tell(
    'info',
    ended.done
      ? `${t('{0} is canceled. What ran before still runs.', titleOf(ended))}${isBranch ? ` ${ended.message ?? ''}` : ''}`
      : t('{0} is being canceled.', titleOf(ended)),
  );
};

async function pickOperation({ prompts }: CommandContext, { live }: Connection): Promise<string | undefined> {
  const open = [...live.snapshot.operations.values()].filter(
    ({ done, cancelable }) => !done && cancelable !== false,
  );
  if (open.length === 0) {
    throw new NothingToDo('cancel.none', t('Nothing is under way that could be canceled.'));
  }
  return prompts.pick({
    id: 'operation',
    title: titleHere(),
    placeholder: t('What is to be canceled?'),
    choices: open.map((operation) => ({
      label: titleOf(operation),
      icon: waitsForApproval(operation) ? 'debug-pause' : 'sync',
      description: [operation.service, operation.environment].filter((word) => word).join(' · '),
      value: operation.id,
    })),
  });
}

async function isMeant(
  { prompts }: CommandContext,
  { live }: Connection,
  operation: Operation,
): Promise<boolean> {
  const { environment } = operation;
  const production =
    environment !== undefined && live.snapshot.environments.get(environment)?.production === true;
  // The editor's own button of a dialog says Cancel, and means to leave things as they are.
  const question = t('Call off {0}?', titleOf(operation));
  const branch = branchOf(operation);
  const detail =
    branch === undefined
      ? t('What ran before still runs. A step that is half done is undone.')
      : t('What ran before still runs. The branch {0} is deleted, and with it its pull request.', branch);
  if (
    !(await prompts.confirm(
      'cancel.confirm',
      production ? t('PRODUCTION: {0}', question) : question,
      detail,
      t('Call It Off'),
    ))
  ) {
    return false;
  }
  if (!production) return true;
  const typed = await askTypedName(prompts, environment, {
    id: 'plan.typedName',
    title: operation.service === undefined ? question : placeTitle(operation.service, environment, true),
    prompt: t('Type the name of the environment to confirm: {0}', environment),
  });
  return typed !== undefined;
}

/** Not the one word that turns a question away. */
function titleHere(): string {
  return t('Cancel What Is Under Way');
}
