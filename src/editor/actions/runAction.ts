import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { Action } from '../../model/action.js';
import type { ActionPart } from '../../model/parts.js';
import type { FormAnswer } from '../../model/form/form.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { findEnvironment } from '../../platform/findEnvironment.js';
import { askForm } from '../forms/askForm.js';
import { formKey, type FormTask } from '../forms/form.js';
import { placeFor, placeWords, type Place } from '../runs/places.js';
import { requirePart } from '../runs/requirePart.js';
import { requireTrust } from '../runs/requireTrust.js';
import { runWrite, tellDone } from '../runs/runWrite.js';
import type { Connection } from '../session/connection.js';
import { allPages } from '../templates/pickTemplate.js';

/** Runs a self-service action: its form, its plan, then it is followed to its end. */
export const runAction: CommandHandler = async (context, argument) => {
  requireTrust();
  const target = targetFrom(argument);
  const title = t('Run Action');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const part = requirePart(connection, 'actions');
  const place = await placeFor(context, connection, target, title);
  if (!place) return;
  const query = { service: place.service, environment: place.environment.name };
  const actions = await allPages((page) => part.list({ ...query, ...page }));
  if (actions.length === 0) {
    throw new UserError('action.none', t('There is no action for {0}.', placeWords(place)));
  }
  const action = await context.prompts.pick({
    id: 'action',
    title: t('Run Action: {0}', placeWords(place)),
    placeholder: t('Which action?'),
    choices: actions.map((each) => ({
      label: each.title ?? each.name,
      icon: each.risk === 'Destructive' ? 'warning' : each.risk === 'ReadOnly' ? 'eye' : 'zap',
      description: riskWords(each),
      ...(each.description !== undefined && { detail: each.description }),
      value: each,
    })),
  });
  if (!action) return;
  await askForm(context, actionForm(context, connection, action, place));
};

/** The form of an action after a reload; `undefined` when it is not offered there any more. */
export async function actionFormAgain(
  context: CommandContext,
  connection: Connection,
  name: string,
  service: string,
  environment: string,
): Promise<FormTask | undefined> {
  const place = { service, environment: await findEnvironment(connection.platform, environment, {}) };
  const part = requirePart(connection, 'actions');
  const actions = await allPages((page) => part.list({ service, environment, ...page }));
  const action = actions.find((each) => each.name === name);
  return action && actionForm(context, connection, action, place);
}

function actionForm(context: CommandContext, connection: Connection, action: Action, place: Place): FormTask {
  const part = requirePart(connection, 'actions');
  return {
    connection,
    form: {
      key: formKey('action', connection.url, action.name, place.service, place.environment.name),
      title: `${action.title ?? action.name}: ${placeWords(place)}`,
      ...(action.description !== undefined && { intro: action.description }),
      steps: action.parameters ?? [],
      submit: t('Plan…'),
    },
    use: (answer, signal) => run(context, connection, part, action, place, answer, signal),
  };
}

async function run(
  context: CommandContext,
  connection: Connection,
  part: ActionPart,
  action: Action,
  place: Place,
  { values, secrets }: FormAnswer,
  signal: AbortSignal,
): Promise<boolean> {
  const words = action.title ?? action.name;
  const asked = { values, service: place.service, environment: place.environment.name };
  const request = {
    ...asked,
    ...(Object.keys(secrets).length > 0 && { secrets }),
  };
  const done = await runWrite(
    context,
    connection,
    {
      headline: `${words}: ${placeWords(place)}`,
      title: t('{0}: {1}', words, placeWords(place)),
      icon: 'zap',
      environment: place.environment,
      ...(action.risk === 'Destructive' && { destroys: place.service }),
      ...(action.dryRun === false && { notes: [t('This action cannot tell what it will do.')] }),
      kept: {
        kind: 'action',
        name: action.name,
        request: asked,
        hasSecrets: 'secrets' in request,
        title: `${words}: ${placeWords(place)}`,
      },
      plan: (stop) => part.planRun(action.name, request, stop && { signal: stop }),
      send: (confirmed, options) => part.run(action.name, { ...request, ...confirmed }, options),
    },
    signal,
  );
  if (!done) return false;
  tellDone(context, done, t('{0} is done: {1}.', words, placeWords(place)));
  return true;
}

function riskWords({ risk }: Action): string {
  switch (risk) {
    case 'ReadOnly':
      return t('changes nothing');
    case 'Destructive':
      return t('destroys something');
    case 'Reversible':
      return t('can be undone');
    default:
      return risk ?? '';
  }
}
