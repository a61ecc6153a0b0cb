import { t } from '../../base/l10n.js';
import type { Check } from '../../contract/check.js';
import { refusal } from '../../contract/refusal.js';

/** The body when it fits the contract; else throws `PlatformError` with a pointer for each fault. */
export function checkBody<T>(check: Check<T>, body: unknown): T {
  if (check(body)) return body;
  const errors = (check.errors ?? []).map((fault) => {
    const missing = fault.params['missingProperty'];
    return {
      pointer: typeof missing === 'string' ? `${fault.instancePath}/${missing}` : fault.instancePath,
      detail: fault.message ?? t('does not fit the contract'),
    };
  });
  const [first] = errors;
  throw refusal(
    'invalid-request',
    t('The body does not fit the contract: {0} {1}.', first?.pointer ?? '', first?.detail ?? ''),
    {
      errors,
    },
  );
}
