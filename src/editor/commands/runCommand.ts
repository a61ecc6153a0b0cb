import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { Action } from '../prompts.js';
import type { CommandContext } from './context.js';
import { sentenceOf, toneOf } from './fault.js';
import type { CommandId } from './ids.js';
import { commandTable } from './table.js';

/** The one boundary of all commands: a fault becomes one sentence with a next step, a cancel stays silent. */
export async function runCommand(
  id: CommandId,
  context: CommandContext,
  args: readonly unknown[],
): Promise<void> {
  try {
    oneAtATime(id, args);
    await commandTable[id](context, ...args);
  } catch (error) {
    if (isAbort(error)) return;
    context.log.error(`${id} failed`, error);
    context.prompts.tell(toneOf(error), sentenceOf(error), actionsFor(error, id, context, args));
  }
}

/** What is done to several rows at once; nothing that changes what runs is. */
const forMany: readonly CommandId[] = ['goldenPath.pinService', 'goldenPath.unpinService'];

/** Throws `UserError` when a person chose several rows for what is done to one. */
function oneAtATime(id: CommandId, [, chosen]: readonly unknown[]): void {
  if (!Array.isArray(chosen) || chosen.length < 2 || forMany.includes(id)) return;
  throw new UserError(
    'selection.many',
    t('This is done to one at a time, and {0} rows are selected. Select one and try again.', chosen.length),
  );
}

/** The same for what is no command; `what` is for the log. */
export async function behindBoundary(
  what: string,
  context: CommandContext,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isAbort(error)) return;
    context.log.error(`${what} failed`, error);
    context.prompts.tell('error', sentenceOf(error));
  }
}

function actionsFor(
  error: unknown,
  id: CommandId,
  context: CommandContext,
  args: readonly unknown[],
): readonly Action[] {
  const run = (label: string, other: CommandId): Action => ({
    label,
    run: () => context.run(other),
  });
  const retry: Action = { label: t('Retry'), run: () => context.run(id, ...args) };
  const showLog: Action = { label: t('Show Log'), run: () => context.showLog() };
  if (error instanceof UserError) {
    if (error.code === 'manifest.invalid') {
      return [{ label: t('Show Problems'), run: () => context.showProblems() }];
    }
    if (error.code !== 'session.none') return [];
    return [
      run(t('Start Local Platform'), 'goldenPath.startLocalPlatform'),
      run(t('Connect…'), 'goldenPath.connect'),
    ];
  }
  if (PlatformError.is(error, 'unauthenticated')) return [run(t('Sign In…'), 'goldenPath.signIn')];
  if (PlatformError.is(error, 'unreachable', 'timeout', 'unavailable', 'rate-limited')) {
    return [retry, showLog];
  }
  return [showLog];
}
