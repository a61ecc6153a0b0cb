import { t } from '../base/l10n.js';
import type { Check } from '../contract/check.js';
import { fieldRefusal, refusal } from '../contract/refusal.js';
import type { Operation } from '../model/delivery.js';
import { PlatformError } from '../model/errors.js';
import type { CallOptions } from '../model/platform.js';

const longestKey = 128;

/** A request that passed the guards. */
export interface Asked extends CallOptions {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** JSON, or the text of a body of another type. Rejects with `PlatformError`. */
  readonly body: () => Promise<unknown>;
  /** The caller asked for `text/event-stream`. */
  readonly wantsStream: boolean;
}

export type Answer =
  | { readonly body: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly events: AsyncIterable<Sent> };

/** One event of a stream (server-sent events). */
export interface Sent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Of the contract, below the API root. */
  readonly path: string;
  /** Answers without a token. */
  readonly open?: boolean;
  answer(asked: Asked): Promise<Answer>;
}

/** A GET that is answered with what `read` gives. */
export function reading(path: string, read: (asked: Asked) => Promise<unknown>): Endpoint {
  return { method: 'GET', path, answer: async (asked) => ({ body: await read(asked) }) };
}

/** What stands in a place of the path. */
export function named({ params }: Asked, place: string): string {
  return params[place] ?? '';
}

/** In a path a service is `[namespace.]name` too, the dot for the slash; but a name may have dots of its own. */
export async function eitherName<T>(asked: Asked, read: (service: string) => Promise<T>): Promise<T> {
  const service = named(asked, 'service');
  const other = service.includes('/') ? service : service.replace('.', '/');
  try {
    return await read(service);
  } catch (error) {
    if (other === service || !PlatformError.is(error, 'not-found')) throw error;
    return read(other);
  }
}

/** The caller's key, with or without the quotes of a structured field. Throws `PlatformError` where there is none. */
export function keyOf({ header }: Asked): string {
  const key = (header('idempotency-key') ?? '').trim().replace(/^"(.*)"$/, '$1');
  if (key !== '' && key.length <= longestKey) return key;
  throw refusal(
    'idempotency-key-missing',
    t('Send an Idempotency-Key of at most {0} characters.', longestKey),
  );
}

/** Work has begun; where it is followed. */
export function accepted(operation: Operation): Answer {
  return {
    status: 202,
    body: operation,
    headers: { Location: `/v1/operations/${encodeURIComponent(operation.id)}`, 'Retry-After': '1' },
  };
}

/** What a body is, as the contract has it. Throws `PlatformError` `invalid-request` with the place of the fault. */
export function demand<T>(check: Check<T>, body: unknown): T {
  if (check(body)) return body;
  const [fault] = check.errors ?? [];
  const pointer = fault?.instancePath ?? '';
  const detail = t('The body does not fit the contract: {0} {1}.', pointer, fault?.message ?? '');
  throw fieldRefusal(pointer, detail);
}
