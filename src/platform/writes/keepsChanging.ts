import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';

/** A plan went stale again, and nobody is there to look at the new one. */
export function keepsChanging({ code, problem }: PlatformError): PlatformError {
  const sentence = t('What is there keeps changing, and the plan with it. Wait a moment, then run it again.');
  return new PlatformError(code, sentence, problem && { problem });
}
