import { t } from '../base/l10n.js';
import { problemOf, type ProblemCode } from '../contract/problem.js';
import { PlatformError } from '../model/errors.js';
import type { Log } from '../model/log.js';
import type { Problem } from '../model/problem.js';

/** Of an answer with 503: how long to wait, in seconds, where the platform behind does not say. */
const pauseSeconds = 5;

export interface Refusal {
  readonly problem: Problem;
  readonly retryAfterSeconds?: number;
}

/** What a failed read is answered with. */
export function refusalOf(error: unknown, log: Log): Refusal {
  if (!PlatformError.is(error)) {
    log.error('A request failed.', error);
    return { problem: problemOf('internal', { detail: t('The gateway failed; its log says why.') }) };
  }
  const code = codeOf(error);
  const detail =
    error.code === 'unauthenticated'
      ? t('The platform behind the gateway refuses the token that the gateway was started with.')
      : (error.problem?.detail ?? error.message);
  const { errors, status = 0 } = error.problem ?? {};
  const isOwn = code === error.code && status >= 400;
  const problem = problemOf(code, { detail, ...(errors && { errors }), ...(isOwn && { status }) });
  if (code !== 'unavailable' && code !== 'rate-limited') return { problem };
  return { problem, retryAfterSeconds: Math.ceil((error.retryAfterMs ?? pauseSeconds * 1_000) / 1_000) };
}

/** What is wrong between the gateway and the platform behind it is not the caller's fault. */
function codeOf({ code }: PlatformError): ProblemCode {
  switch (code) {
    case 'unreachable':
    case 'timeout':
    case 'not-a-platform':
    case 'too-large':
    case 'unauthenticated':
      return 'unavailable';
    case 'invalid-url':
      return 'internal';
    default:
      return code;
  }
}
