import { t } from '../base/l10n.js';
import type { OperationEvent } from '../model/delivery.js';
import { UserError } from '../model/errors.js';
import type { GuardAnswer } from '../model/guard.js';
import { pullRequestOf } from '../model/pullRequest.js';
import type { DeliveryUi, PlannedDelivery } from '../platform/delivery.js';
import { waitsForApproval } from '../platform/writes/follow.js';
import type { CommandIo } from './command.js';
import type { OutputFormat } from './options.js';
import { oneLine } from './oneLine.js';
import { planText } from './planText.js';

/** What the flags said in place of a person. */
export interface DeliveryFlags {
  readonly yes: boolean;
  /** The environment's name; stands for the typed one. */
  readonly confirm?: string | undefined;
  readonly reason?: string | undefined;
  readonly acknowledge: readonly string[];
  /** Kinds of blocks that are to be lifted, with a reason. */
  readonly override?: readonly string[] | undefined;
  /** Comes back when the change waits for an approval or a pull request. */
  readonly 'no-wait'?: boolean;
}

/** Plan, question and progress at a terminal; with `json`, and where nobody can answer, the flags alone decide. */
export function terminalDelivery(io: CommandIo, format: OutputFormat, flags: DeliveryFlags): DeliveryUi {
  const say = (text: string): void => {
    if (format === 'human') io.stdout.write(text);
  };
  const ask = format === 'human' && !flags.yes ? io.ask : undefined;
  return {
    looks: ask !== undefined && flags.confirm === undefined,
    async confirm(planned) {
      say(planText(planned));
      const lifted = liftedBy(planned, flags);
      if (lifted) return lifted;
      const answer = ask ? await askFor(planned, flags, ask) : decide(planned, flags);
      return answer && { ...answer, acknowledged: flags.acknowledge };
    },
    started: (operation) => {
      const id = oneLine(operation.id);
      say(`${t('Operation {0} started.', id)}\n`);
      const page = pullRequestOf(operation);
      if (page !== undefined && waitsForApproval(operation)) {
        say(`${t('Open its pull request: {0}', oneLine(page))}\n`);
        say(`${t('It goes on when that is merged. To call it off: golden-path cancel {0}', id)}\n`);
      } else if (waitsForApproval(operation)) {
        say(`${t('It waits for an approval: golden-path approve {0} | reject {0} | cancel {0}', id)}\n`);
      }
    },
    event: (event) => {
      // The last event repeats the state that came before it.
      if (event.type !== 'done') say(eventLine(event));
    },
  };
}

/** Blocks that the flags lift are lifted first: then it is planned and asked again. */
function liftedBy(
  { guard, request }: PlannedDelivery,
  { override = [], reason }: DeliveryFlags,
): GuardAnswer | undefined {
  const isAll = guard.blocks.length > 0 && guard.blocks.every((block) => override.includes(block.reason));
  if (!isAll || reason === undefined || request.override) return undefined;
  return { override, reason };
}

/** `--yes` agrees to what asks for no name; a name is given by `--confirm` or typed, never by `--yes`. */
function decide({ guard }: PlannedDelivery, flags: DeliveryFlags): GuardAnswer {
  if (
    guard.confirmation === 'Confirm' &&
    !flags.yes &&
    flags.confirm === undefined &&
    guard.blocks.length === 0
  ) {
    throw new UserError(
      'guard.confirmation',
      t('{0} wants a confirmation and nobody is here to give it. Give --yes.', guard.environment),
    );
  }
  return given(flags);
}

async function askFor(
  { guard }: PlannedDelivery,
  flags: DeliveryFlags,
  ask: (question: string) => Promise<string>,
): Promise<GuardAnswer | undefined> {
  // A plan that is blocked is refused whatever is answered.
  if (guard.blocks.length > 0) return given(flags);
  const typedName =
    guard.confirmation === 'TypeName'
      ? (flags.confirm ?? (await ask(t('Type {0} to go on: ', guard.environment))).trim())
      : flags.confirm;
  if (guard.confirmation === 'TypeName' && typedName === '') return undefined;
  const reason = flags.reason ?? (guard.reasonRequired ? (await ask(t('Reason: '))).trim() : undefined);
  if (typedName === undefined) {
    const answer = await ask(t('Go on? [y/N] '));
    if (!/^y(es)?$/i.test(answer.trim())) return undefined;
  }
  return given({ ...flags, confirm: typedName, reason });
}

function given({ confirm, reason }: DeliveryFlags): GuardAnswer {
  return { ...(confirm !== undefined && { typedName: confirm }), ...(reason !== undefined && { reason }) };
}

function eventLine({ type, time, step, state, message }: OperationEvent): string {
  const words = [time.slice(11, 19), step, type === 'log' ? undefined : state, message];
  return `${words
    .filter((word) => word !== undefined && word !== '')
    .map((word) => oneLine(word ?? ''))
    .join(' ')}\n`;
}
