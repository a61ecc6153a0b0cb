import { abortReason, delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { Route } from '../../contract/routes.js';
import type { Clock } from '../../model/clock.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import { jsonOf } from './answer.js';
import { connectionError } from './connectionError.js';
import { deadline } from './deadline.js';
import { EtagCache } from './etagCache.js';
import { exchange } from './exchange.js';
import { backoffMs, type Policy } from './policy.js';
import type { Transport, TransportResponse } from './transport.js';

export interface ClientOptions {
  /** API root, as `parsePlatformUrl` gives it. */
  readonly url: string;
  readonly token: () => Promise<string | undefined>;
  readonly transport: Transport;
  readonly log: Log;
  readonly clock: Clock;
  readonly policy: Policy;
}

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  readonly idempotencyKey?: string;
  /** Ask with the ETag of the last answer and keep the new one. */
  readonly cached?: boolean;
}

const transient: ReadonlySet<string> = new Set(['unreachable', 'rate-limited', 'unavailable', 'internal']);

/** One policy over any transport: deadline, redirects, size, retries, and errors as typed values. */
export class Client {
  readonly #options: ClientOptions;
  readonly #cache = new EtagCache();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get policy(): Policy {
    return this.#options.policy;
  }

  /** Sends a route and gives its decoded answer. Rejects with `PlatformError`, or `AbortError` when `signal` aborts. */
  async send<T>(route: Route<T>, { signal, idempotencyKey, cached = false }: SendOptions = {}): Promise<T> {
    const { policy, clock } = this.#options;
    const isRead = route.method === 'GET';
    const isSafe = isRead || idempotencyKey !== undefined || route.query === 'dryRun=true';
    const ms = isRead ? policy.readDeadlineMs : policy.writeDeadlineMs;
    const end = clock.now() + ms;
    const limit = deadline(ms, () => this.#late(ms), signal);
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.#attempt(route, limit.signal, idempotencyKey, cached);
        } catch (error) {
          const wait = isSafe && attempt < policy.attempts ? this.#waitAfter(error, attempt) : undefined;
          if (wait === undefined || clock.now() + wait >= end) throw error;
          await delay(wait, limit.signal);
        }
      }
    } finally {
      limit.dispose();
    }
  }

  /** One request without retry: the answer before its body is read. */
  async open(
    route: Route<unknown>,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<{
    readonly url: URL;
    readonly response: TransportResponse;
    readonly token: string | undefined;
  }> {
    const { policy, transport, log, clock } = this.#options;
    const url = this.urlOf(route);
    const token = await this.#token();
    signal.throwIfAborted();
    const started = clock.now();
    try {
      const response = await exchange(
        transport,
        {
          method: route.method,
          url,
          signal,
          headers: {
            accept: 'application/json',
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(route.body && { 'content-type': route.body.type }),
            ...headers,
          },
          ...(route.body && { body: route.body.text }),
        },
        policy.maxRedirects,
      );
      log.debug(`${route.method} ${url.pathname} ${response.status} ${clock.now() - started} ms`);
      return { url, response, token };
    } catch (error) {
      throw this.failure(url, error, signal);
    }
  }

  /** What a thrown thing means: the caller's abort or the deadline before anything the runtime says. */
  failure(url: URL, thrown: unknown, signal: AbortSignal): Error {
    if (signal.aborted) return abortReason(signal);
    const error = connectionError(url, thrown);
    this.#options.log.debug(`${url.pathname}: ${error.code}`);
    return error;
  }

  urlOf(route: Route<unknown>): URL {
    return new URL(`${this.#options.url}${route.path}${route.query && `?${route.query}`}`);
  }

  now(): number {
    return this.#options.clock.now();
  }

  async #attempt<T>(
    route: Route<T>,
    signal: AbortSignal,
    idempotencyKey: string | undefined,
    cached: boolean,
  ): Promise<T> {
    const key = `${route.path}?${route.query}`;
    const known = cached ? this.#cache.get(key) : undefined;
    const headers = {
      ...(known && { 'if-none-match': known.etag }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    };
    const { url, response, token } = await this.open(route, headers, signal);
    try {
      const json =
        known && response.status === 304
          ? known.value
          : await jsonOf(response, {
              url,
              token,
              operation: route.operation,
              maxBytes: this.policy.maxAnswerBytes,
              now: this.now(),
            });
      const value = route.decode(json);
      const etag = response.header('etag');
      if (cached && etag !== undefined) this.#cache.set(key, { etag, value: json });
      return value;
    } catch (error) {
      throw this.failure(url, error, signal);
    }
  }

  #waitAfter(error: unknown, attempt: number): number | undefined {
    if (!(error instanceof PlatformError) || !transient.has(error.code)) return undefined;
    if (error.problem?.retryable === false) return undefined;
    if (error.retryAfterMs !== undefined) return error.retryAfterMs;
    const { backoffBaseMs, throttleBaseMs, backoffCapMs } = this.policy;
    const base = ['rate-limited', 'unavailable'].includes(error.code) ? throttleBaseMs : backoffBaseMs;
    return backoffMs(attempt, base, backoffCapMs);
  }

  async #token(): Promise<string | undefined> {
    const token = (await this.#options.token())?.trim();
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
      throw new PlatformError(
        'unauthenticated',
        t('The token for the platform is empty or has characters that no token has. Connect again.'),
      );
    }
    return token;
  }

  #late(ms: number): PlatformError {
    return new PlatformError(
      'timeout',
      t(
        '{0} did not answer within {1} seconds. Try again, or check your network.',
        new URL(this.#options.url).host,
        Math.round(ms / 1000),
      ),
    );
  }
}
