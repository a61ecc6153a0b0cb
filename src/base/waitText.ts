import { t } from './l10n.js';

/** How long a person waits: `in 8 seconds`, `in 5 minutes`. */
export function waitText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return t('in {0} s', seconds);
  return t('in {0} min', Math.ceil(seconds / 60));
}
