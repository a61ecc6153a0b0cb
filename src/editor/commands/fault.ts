import { t } from '../../base/l10n.js';
import { NothingToDo, PlatformError, UserError } from '../../model/errors.js';
import type { Tone } from '../prompts.js';

/** What a person reads when a command fails. */
export function sentenceOf(error: unknown): string {
  if (error instanceof PlatformError || error instanceof UserError) return error.message;
  return t('Something went wrong that the extension did not expect. The log has the details.');
}

export function toneOf(error: unknown): Tone {
  return error instanceof NothingToDo ? 'info' : 'error';
}
