import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import { PlatformError } from '../../model/errors.js';
import type { Problem } from '../../model/problem.js';
import { readText } from './body.js';
import { proxyError } from './connectionError.js';
import { retryAfterMs } from './retryAfter.js';
import type { TransportResponse } from './transport.js';

export interface AnswerContext {
  readonly url: URL;
  /** The path names things, which may not be there; a list always is. */
  readonly hasNames: boolean;
  /** A good answer says nothing (204). */
  readonly isSilent?: boolean;
  readonly problemIn: (json: unknown) => Problem | undefined;
  readonly maxBytes: number;
  /** A good answer may have no body. */
  readonly mayBeEmpty: boolean;
  readonly now: number;
  /** Never repeated, whatever the server echoes. */
  readonly token: string | undefined;
  /** Hears of every piece that arrives. */
  readonly alive: () => void;
}

export interface Json {
  readonly json: unknown;
  /** Of its text. */
  readonly length: number;
}

/** The JSON of a good answer. Throws `PlatformError` for a refusal and for what no platform would send. */
export async function jsonOf(response: TransportResponse, context: AnswerContext): Promise<Json> {
  if (response.status < 200 || response.status > 299) throw await refusalOf(response, context);
  const text = await readText(response.body, context.maxBytes, context.alive);
  const isSilent = context.isSilent && response.status === 204;
  if (text === '' && (isSilent || context.mayBeEmpty)) return { json: undefined, length: 0 };
  if (!isJson(response)) throw notAPlatform(context.url);
  try {
    return { json: JSON.parse(text), length: text.length };
  } catch (error) {
    throw notAPlatform(context.url, error);
  }
}

/** Why the platform refused: its problem where it sends one, else its status alone. */
export async function refusalOf(
  response: TransportResponse,
  { url, hasNames, problemIn, maxBytes, now, token, alive }: AnswerContext,
): Promise<PlatformError> {
  const text = await readText(response.body, maxBytes, alive);
  const wait = retryAfterMs(response.header('retry-after'), now, response.header('date'));
  const problem = isJson(response) ? problemIn(parse(withoutToken(text, token))) : undefined;
  if (response.status === 407) return proxyError(url.host, response.status);
  if (response.status === 511) return notAPlatform(url);
  // A list is always there on a platform: a web server without it means that the URL is wrong.
  if (response.status === 404 && !problem && !hasNames) {
    return notAPlatform(url);
  }
  return refusalError(response.status, problem, wait);
}

export function isJson(response: TransportResponse): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(response.header('content-type') ?? '');
}

export function isEventStream(response: TransportResponse): boolean {
  return /^text\/event-stream\b/i.test(response.header('content-type') ?? '');
}

export function notAPlatform(url: URL, cause?: unknown): PlatformError {
  return new PlatformError(
    'not-a-platform',
    t(
      '{0} answers, but not as a platform. Check the URL, and whether a sign-in page stands in between.',
      url.host,
    ),
    { cause },
  );
}

function withoutToken(text: string, token: string | undefined): string {
  return token ? text.replaceAll(token, '***') : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
