import { isAbort } from '../base/abort.js';
import { t } from '../base/l10n.js';
import { eventsIn, type StreamedEvent } from './eventText.js';
import type { Exchange } from './exchange.js';
import type { Send } from './http.js';
import { Departure } from './verdict.js';

export interface ProbeOptions {
  /** API root with its version, without a trailing slash. */
  readonly root: string;
  readonly token: string | undefined;
  readonly send: Send;
  readonly signal: AbortSignal;
  /** For one answer; a stream has its own. */
  readonly timeoutMs: number;
}

export interface CallOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with its type. */
  readonly text?: { readonly type: string; readonly body: string };
  /** What is sent as the token; the given one when absent. */
  readonly credentials?: 'none' | 'wrong';
}

export interface StreamOptions extends CallOptions {
  /** Stops reading when it answers true; without it the server has to close the stream. */
  readonly enough?: (events: readonly StreamedEvent[]) => boolean;
  readonly timeoutMs: number;
}

export interface Streamed {
  readonly exchange: Exchange;
  readonly events: readonly StreamedEvent[];
  /** The server closed the stream, within the time. */
  readonly closed: boolean;
}

/** Their values are nobody's to read in a report. */
const secretHeaders = new Set(['set-cookie', 'cookie']);

const maxBodyLength = 16 * 1024 * 1024;

/** Sends requests and keeps what went over the wire. */
export class Probe {
  /** Everything sent so far, in order. */
  readonly exchanges: Exchange[] = [];
  readonly #options: ProbeOptions;

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  get token(): string | undefined {
    return this.#options.token;
  }

  async get(path: string, options: CallOptions = {}): Promise<Exchange> {
    return this.call('GET', path, options);
  }

  /** Throws `Departure` when no whole answer comes in time. */
  async call(method: string, path: string, options: CallOptions = {}): Promise<Exchange> {
    const { exchange, closed } = await this.#exchange(method, path, options, this.#options.timeoutMs);
    if (!closed) throw new Departure(t('No whole answer came in time, or the connection broke.'), exchange);
    return exchange;
  }

  /** Reads a stream of events until there is enough, it closes, or the time is over. */
  async stream(path: string, { enough, timeoutMs, ...options }: StreamOptions): Promise<Streamed> {
    const headers = { accept: 'text/event-stream', 'accept-encoding': 'gzip', ...options.headers };
    const wanted = enough && ((text: string) => enough(eventsIn(text)));
    const { exchange, closed } = await this.#exchange(
      'GET',
      path,
      { ...options, headers },
      timeoutMs,
      wanted,
    );
    return { exchange, events: eventsIn(exchange.body), closed };
  }

  async #exchange(
    method: string,
    path: string,
    options: CallOptions,
    timeoutMs: number,
    enough?: (text: string) => boolean,
  ): Promise<{ readonly exchange: Exchange; readonly closed: boolean }> {
    const { root, send, signal } = this.#options;
    const search = new URLSearchParams(options.query).toString();
    const target = `${path}${search && `?${search}`}`;
    const body =
      options.text?.body ?? (options.json === undefined ? undefined : JSON.stringify(options.json));
    const headers = this.#headers(options, body !== undefined);
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), timeoutMs);
    let [status, answer, text, closed]: [number, Exchange['headers'], string, boolean] = [0, {}, '', false];
    try {
      const ends = AbortSignal.any([signal, end.signal]);
      const url = new URL(`${root}${target === '/' ? '/' : target}`);
      const response = await send({
        method,
        url,
        headers,
        signal: ends,
        ...(body !== undefined && { body }),
      });
      ({ status, headers: answer } = response);
      const decoder = new TextDecoder();
      for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true });
        if (enough?.(text) || text.length > maxBodyLength) break;
      }
      closed = enough?.(text) !== true;
    } catch (error) {
      if (signal.aborted) throw error;
      if (!isAbort(error) && status === 0) text = error instanceof Error ? error.message : String(error);
    } finally {
      clearTimeout(timer);
      end.abort();
    }
    const exchange = this.#record({ method, target, headers, body, status, answer, text });
    return { exchange, closed };
  }

  #headers(options: CallOptions, hasBody: boolean): Record<string, string> {
    const { token } = this.#options;
    const given = options.credentials === 'wrong' ? 'golden-path-conformance-wrong-token' : token;
    return {
      accept: 'application/json, application/problem+json',
      'accept-encoding': 'identity',
      'user-agent': 'golden-path-conformance',
      ...(hasBody && { 'content-type': options.text?.type ?? 'application/json' }),
      ...(given !== undefined && options.credentials !== 'none' && { authorization: `Bearer ${given}` }),
      ...options.headers,
    };
  }

  #record(sent: {
    readonly method: string;
    readonly target: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
    readonly status: number;
    readonly answer: Readonly<Record<string, string>>;
    readonly text: string;
  }): Exchange {
    const { token = '' } = this;
    const hide = (text: string): string => (token === '' ? text : text.replaceAll(token, '***'));
    const hideIn = (headers: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name) ? '***' : hide(value)]),
      );
    const said = `${sent.text}${Object.values(sent.answer).join('\n')}`;
    const exchange: Exchange = {
      method: sent.method,
      target: sent.target,
      requestHeaders: {
        ...hideIn(sent.headers),
        ...(sent.headers['authorization'] && { authorization: 'Bearer ***' }),
      },
      ...(sent.body !== undefined && { requestBody: hide(sent.body) }),
      status: sent.status,
      headers: hideIn(sent.answer),
      body: hide(sent.text),
      echoesToken: token !== '' && said.includes(token),
    };
    this.exchanges.push(exchange);
    return exchange;
  }
}
