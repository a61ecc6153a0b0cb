import { setTimeout as wait } from 'node:timers/promises';
import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import type { Platform } from '../../model/platform.js';
import type { CommandContext } from '../commands/context.js';
import { sentenceOf } from '../commands/fault.js';
import type { Action } from '../prompts.js';
import { withNotification } from '../windowPrompts.js';
import { linksOf } from './runLinks.js';

/** Something that can be run again where it is. */
export interface Repeatable {
  readonly headline: string;
  /** What the progress notification says. */
  readonly title: string;
  readonly retry?: (operation: string, signal: AbortSignal) => Promise<Operation> | undefined;
}

/** How often is asked how far it is: its event stream begins with the end of the run before. */
const everyMs = 1_000;

/** Takes up an operation that failed, and tells how it ends. */
export function runAgain(
  context: Pick<CommandContext, 'prompts' | 'log'>,
  platform: Pick<Platform, 'getOperation'>,
  write: Repeatable,
  id: string,
): Action {
  const { prompts, log } = context;
  const attempt = (): Promise<Operation | undefined> =>
    withNotification(write.title, async (report, signal) => {
      let now = await write.retry?.(id, signal);
      while (now && !now.done) {
        report(now.steps?.find(({ state }) => state === 'Running')?.name ?? t('Accepted'));
        await wait(everyMs, undefined, { signal });
        now = await platform.getOperation(id, { fresh: true, signal });
      }
      return now;
    });
  const action: Action = {
    label: t('Run Again'),
    run: async () => {
      try {
        const done = await attempt();
        if (!done) return;
        if (done.state === 'Succeeded') prompts.tell('info', t('{0}: done.', write.headline), linksOf(done));
        else {
          prompts.tell('error', t('{0} failed: {1}', write.headline, done.message ?? done.state), [action]);
        }
      } catch (error) {
        if (isAbort(error)) return;
        log.error('running again failed', error);
        prompts.tell('error', sentenceOf(error));
      }
    },
  };
  return action;
}
