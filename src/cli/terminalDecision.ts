import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';
import { titleOf, type DecisionUi, type WaitingChange } from '../platform/decisions.js';
import type { CommandIo } from './command.js';
import type { OutputFormat } from './options.js';
import { oneLine } from './oneLine.js';
import { planText } from './planText.js';
import type { DeliveryFlags } from './terminalDelivery.js';

type DecisionFlags = Omit<DeliveryFlags, 'acknowledge'>;

/** Plan and question of a decision at a terminal; with `json`, and where nobody can answer, the flags alone decide. */
export function terminalDecision(
  io: CommandIo,
  format: OutputFormat,
  flags: DecisionFlags,
): DecisionUi & { environment(): string } {
  let environment = '';
  const ask = format === 'human' && !flags.yes ? io.ask : undefined;
  return {
    environment: () => environment,
    async confirm(change, kind) {
      environment = change.guard.environment;
      if (format === 'human') io.stdout.write(describe(change));
      const typedName = await nameFor(change, flags, ask);
      if (typedName === undefined) return undefined;
      const isNeeded = kind === 'reject' || change.guard.reasonRequired;
      const reason = flags.reason ?? (ask && isNeeded ? (await ask(t('Reason: '))).trim() : undefined);
      if (isNeeded && !reason) {
        throw new UserError('guard.reason', t('A reason is needed to {0} this. Give --reason TEXT.', kind));
      }
      return { typedName, ...(reason && { reason }) };
    },
  };
}

function describe({ operation, planned, isChanged }: WaitingChange): string {
  const by = operation.createdBy?.displayName ?? operation.createdBy?.id ?? t('somebody');
  const head = [
    t('{0}, asked for by {1}', titleOf(operation), by),
    ...(isChanged ? [t('The plan has changed since.')] : []),
    ...(planned ? [] : [t('The platform shows no plan of this.')]),
  ];
  return `${head.map(oneLine).join('\n')}\n${planned ? planText(planned) : ''}`;
}

/** The typed name, empty where none is asked for; `undefined` when the person says no. */
async function nameFor(
  { guard }: WaitingChange,
  flags: DecisionFlags,
  ask: CommandIo['ask'],
): Promise<string | undefined> {
  if (guard.confirmation === 'TypeName') {
    const typed = flags.confirm ?? (ask && (await ask(t('Type {0} to go on: ', guard.environment))).trim());
    return typed === '' ? undefined : (typed ?? '');
  }
  if (flags.yes || flags.confirm !== undefined) return flags.confirm ?? '';
  if (!ask) throw new UserError('guard.confirmation', t('Nobody is here to confirm this. Give --yes.'));
  return /^y(es)?$/i.test((await ask(t('Go on? [y/N] '))).trim()) ? '' : undefined;
}
