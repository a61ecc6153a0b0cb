import { t } from '../../base/l10n.js';
import { refusal } from '../delivery/refusal.js';
import type { Exchange } from './exchange.js';

const maxKeyLength = 128;

/** The Idempotency-Key of a write, with or without the quotes of a structured field. Throws `PlatformError` when there is none. */
export function idempotencyKey(header: Exchange['header']): string {
  const key = header('Idempotency-Key')
    ?.trim()
    .replace(/^"(.*)"$/, '$1');
  if (key && key.length <= maxKeyLength) return key;
  throw refusal(
    'idempotency-key-missing',
    t('Send an Idempotency-Key of at most {0} characters.', maxKeyLength),
  );
}
