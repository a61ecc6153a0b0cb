import { t } from '../../base/l10n.js';
import type { Platform } from '../../model/platform.js';
import { sentenceOf } from '../commands/fault.js';
import type { CommandContext } from '../commands/context.js';

/** Asks the platform to cancel what it does; that it did not is said in one sentence. */
export function cancelOperation(
  { prompts, log }: Pick<CommandContext, 'prompts' | 'log'>,
  platform: Platform,
  operation: string,
): void {
  platform.cancelOperation(operation).catch((error: unknown) => {
    log.error('cancel failed', error);
    prompts.tell('warning', t('The platform did not cancel: {0}', sentenceOf(error)));
  });
}
