import { abortReason } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { problemIn } from '../../contract/decode.js';
import { operations } from '../../contract/operations.js';
import type { Clock } from '../../model/clock.js';
import { PlatformError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { Problem } from '../../model/problem.js';
import { jsonOf, type Json } from './answer.js';
import { authorized, type TokenSource } from './authorized.js';
import type { Call } from './call.js';
import { connectionError } from './connectionError.js';
import { deadline, type Deadline } from './deadline.js';
import { EtagCache } from './etagCache.js';
import { exchange } from './exchange.js';
import { Flights } from './flights.js';
import type { Origin } from './origin.js';
import type { Policy } from './policy.js';
import { retrying } from './retrying.js';
import type { Transport, TransportResponse } from './transport.js';

export interface ClientOptions {
  /** API root, as `parsePlatformUrl` gives it. */
  readonly url: string;
  readonly token: TokenSource;
  readonly transport: Transport;
  readonly origin: Origin;
  readonly log: Log;
  readonly clock: Clock;
  readonly policy: Policy;
  /** Reads a refusal's body; without it, as the platform API has it. */
  readonly problemIn?: (json: unknown) => Problem | undefined;
  /** The `authorization` header that carries a token; without it, a bearer's (RFC 6750). */
  readonly authorization?: (token: string) => string;
}

export interface SendOptions {
  readonly signal?: AbortSignal | undefined;
  readonly idempotencyKey?: string;
  /** Never answered by a read that was sent before. */
  readonly fresh?: boolean;
}

/** One attempt: its signal, and what it is sent with. */
interface Attempt {
  readonly signal: AbortSignal;
  readonly idempotencyKey: string | undefined;
  readonly token: string | undefined;
}

/** One policy over any transport: deadlines, turns, breaker, redirects, size, retries, and errors as typed values. */
export class Client {
  readonly #options: ClientOptions;
  readonly #cache = new EtagCache();
  readonly #flights = new Flights();

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get policy(): Policy {
    return this.#options.policy;
  }

  /** Sends a route and gives its decoded answer. Rejects with `PlatformError`, or `AbortError` when `signal` aborts. */
  async send<T>(route: Call<T>, { signal, idempotencyKey, fresh = false }: SendOptions = {}): Promise<T> {
    if (route.method === 'GET') {
      const read = (shared: AbortSignal): Promise<T> => this.#persist(route, shared);
      return this.#flights.join(keyOf(route), read, { signal, fresh });
    }
    try {
      return await this.#persist(route, signal, idempotencyKey);
    } finally {
      if (!isReading(route)) this.#flights.close();
    }
  }

  /** Opens a stream's answer in one attempt: `work` reads its head. */
  async attach<T>(signal: AbortSignal, work: (token: string | undefined) => Promise<T>): Promise<T> {
    const { token, origin } = this.#options;
    return await origin.breaker.run(() => authorized(token, signal, work));
  }

  /** One request: the answer before its body is read. */
  async open(
    route: Call<unknown>,
    headers: Readonly<Record<string, string>>,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<TransportResponse> {
    const { policy, transport, log, clock, authorization = bearer } = this.#options;
    const url = this.urlOf(route);
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
            ...(token !== undefined && { authorization: authorization(token) }),
            ...(route.body && { 'content-type': route.body.type }),
            ...headers,
          },
          ...(route.body && { body: route.body.text }),
        },
        policy.maxRedirects,
      );
      log.debug(`${route.method} ${url.pathname} ${response.status} ${clock.now() - started} ms`);
      return response;
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

  urlOf(route: Call<unknown>): URL {
    return new URL(`${this.#options.url}${route.path}${route.query && `?${route.query}`}`);
  }

  now(): number {
    return this.#options.clock.now();
  }

  /** The whole call: its deadline over all attempts. */
  async #persist<T>(route: Call<T>, signal?: AbortSignal, idempotencyKey?: string): Promise<T> {
    const { policy, clock, origin } = this.#options;
    const isRead = isReading(route);
    const isRepeatable =
      isRead || route.method === 'PUT' || idempotencyKey !== undefined || route.query === 'dryRun=true';
    const isSafe = isRepeatable && route.isAside !== true;
    const ms = isRead ? policy.readDeadlineMs : policy.writeDeadlineMs;
    const limit = deadline(ms, () => this.#late(ms), signal);
    try {
      return await retrying(() => this.#inTurn(route, limit.signal, idempotencyKey), {
        policy,
        budget: origin.budget,
        clock,
        signal: limit.signal,
        end: clock.now() + ms,
        isSafe,
      });
    } finally {
      limit.dispose();
    }
  }

  /** One attempt, when there is a place for it and the breaker lets it through. */
  async #inTurn<T>(route: Call<T>, whole: AbortSignal, idempotencyKey: string | undefined): Promise<T> {
    const { origin, policy, token: source } = this.#options;
    const run = async (): Promise<T> => {
      // A write may take its time before it answers; a read that does not even begin to answer is tried again.
      const headersMs = isReading(route) ? policy.headersMs : policy.writeDeadlineMs;
      const patience = deadline(headersMs, () => this.#late(headersMs), whole);
      const { signal } = patience;
      try {
        return await authorized(source, signal, (token) =>
          this.#attempt(route, { signal, idempotencyKey, token }, patience),
        );
      } finally {
        patience.dispose();
      }
    };
    const answered = async (): Promise<() => T> => {
      try {
        const value = await run();
        return () => value;
      } catch (error) {
        if (route.isAside !== true || !PlatformError.is(error, 'internal')) throw error;
        return () => {
          throw error;
        };
      }
    };
    return (await origin.inTurn(() => origin.breaker.run(answered), whole))();
  }

  async #attempt<T>(route: Call<T>, attempt: Attempt, patience: Deadline): Promise<T> {
    const { signal, idempotencyKey, token } = attempt;
    const url = this.urlOf(route);
    const known = route.method === 'GET' ? this.#cache.get(keyOf(route)) : undefined;
    const headers = {
      ...(known && { 'if-none-match': known.etag }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    };
    const response = await this.open(route, headers, token, signal);
    const alive = (): void => patience.restart(this.policy.idleMs);
    alive();
    try {
      if (known && response.status === 304) return known.value as T;
      const { json, length } = await this.read(route, response, token, alive);
      const value = route.decode(json);
      const etag = route.method === 'GET' ? response.header('etag') : undefined;
      if (etag !== undefined) this.#cache.set(keyOf(route), { etag, value, length });
      return value;
    } catch (error) {
      throw this.failure(url, error, signal);
    }
  }

  /** The JSON of an answer. Throws `PlatformError` for a refusal; `alive` hears of every piece. */
  async read(
    route: Call<unknown>,
    response: TransportResponse,
    token: string | undefined,
    alive: () => void,
  ): Promise<Json> {
    return await jsonOf(response, {
      url: this.urlOf(route),
      token,
      hasNames: route.operation !== undefined && operations[route.operation].path.includes('{'),
      isSilent: route.isSilent ?? false,
      problemIn: this.#options.problemIn ?? problemIn,
      maxBytes: this.policy.maxAnswerBytes,
      mayBeEmpty: route.mayBeEmpty === true,
      now: this.now(),
      alive,
    });
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

function bearer(token: string): string {
  return `Bearer ${token}`;
}

function isReading({ method, isRead = false }: Call<unknown>): boolean {
  return method === 'GET' || isRead;
}

function keyOf({ path, query }: Call<unknown>): string {
  return `${path}?${query}`;
}
