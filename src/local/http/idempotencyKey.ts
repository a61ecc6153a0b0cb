import { t } from '../../base/l10n.js';
import { apiOperations } from '../../contract/generated/api.js';
import { refusal } from '../../contract/refusal.js';
import type { Endpoint, Exchange } from './exchange.js';

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

const shapeOf = (method: string, path: string): string => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
const keyed = new Set(
  apiOperations
    .filter(({ idempotent }) => idempotent)
    .map(({ method, path }) => shapeOf(method, `/v1${path}`)),
);

/** Whether the contract wants an Idempotency-Key with this request; a dry run needs none. */
export function needsKey({ method, path }: Endpoint, query: URLSearchParams): boolean {
  return keyed.has(shapeOf(method, path)) && query.get('dryRun') !== 'true';
}
