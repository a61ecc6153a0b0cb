import { t } from '../base/l10n.js';
import { waitText } from '../base/waitText.js';
import { PlatformError, type PlatformErrorCode } from '../model/errors.js';
import type { Problem } from '../model/problem.js';

/** The words a platform may use for a refusal: the last segment of a problem's `type`. */
export type ProblemCode = Exclude<
  PlatformErrorCode,
  'unreachable' | 'timeout' | 'not-a-platform' | 'too-large' | 'invalid-url'
>;

interface Refusal {
  /** HTTP status a server answers with unless it has a reason for another. */
  readonly status: number;
  readonly title: string;
  /** What went wrong, where the server does not say it better. */
  readonly what: () => string;
  /** What the person can do. */
  readonly next: () => string;
}

const refusals: Readonly<Record<ProblemCode, Refusal>> = {
  'invalid-request': {
    status: 422,
    title: 'Invalid request',
    what: () => t('The platform does not understand the request.'),
    next: () => t('Correct it and try again.'),
  },
  'idempotency-key-missing': {
    status: 400,
    title: 'Idempotency-Key missing',
    what: () => t('The platform wants an Idempotency-Key on this call.'),
    next: () => t('Report this: the client should have sent one.'),
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    what: () => t('The platform does not accept the token.'),
    next: () => t('Connect again with a valid one.'),
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    what: () => t('You are not allowed to do this.'),
    next: () => t('Ask the platform team for permission.'),
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    what: () => t('The platform has no such thing, or you may not see it.'),
    next: () => t('Check the name.'),
  },
  'operation-in-progress': {
    status: 409,
    title: 'Operation in progress',
    what: () => t('Another operation is running there.'),
    next: () => t('Wait until it ends, then try again.'),
  },
  'stale-basis': {
    status: 409,
    title: 'Stale basis',
    what: () => t('What is deployed there has changed since you looked.'),
    next: () => t('Look at the new plan and confirm again.'),
  },
  'stale-plan': {
    status: 409,
    title: 'Stale plan',
    what: () => t('The plan you confirmed is no longer what would happen.'),
    next: () => t('Look at the new plan and confirm again.'),
  },
  blocked: {
    status: 409,
    title: 'Blocked',
    what: () => t('The platform does not allow this now.'),
    next: () => t('Try again when the block is lifted.'),
  },
  'etag-mismatch': {
    status: 412,
    title: 'Changed meanwhile',
    what: () => t('Someone changed it meanwhile.'),
    next: () => t('Refresh and try again.'),
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    what: () => t('The platform does not take a body of this type.'),
    next: () => t('Send JSON.'),
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency-Key reused',
    what: () => t('The same key was sent with another request before.'),
    next: () => t('Start the command again.'),
  },
  'must-acknowledge': {
    status: 422,
    title: 'Acknowledgement needed',
    what: () => t('The plan has a warning that must be acknowledged.'),
    next: () => t('Look at the plan and acknowledge its warnings.'),
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    what: () => t('The platform gets too many requests.'),
    next: () => t('Wait a little and try again.'),
  },
  internal: {
    status: 500,
    title: 'Internal error',
    what: () => t('The platform failed.'),
    next: () => t('Try again, or tell the platform team.'),
  },
  'not-implemented': {
    status: 501,
    title: 'Not implemented',
    what: () => t('This platform does not offer that.'),
    next: () => t('Use the way the platform team gives for it.'),
  },
  unavailable: {
    status: 503,
    title: 'Unavailable',
    what: () => t('The platform is not available just now.'),
    next: () => t('Try again in a moment.'),
  },
};

/** The HTTP status of a refusal. */
export function statusOf(code: ProblemCode): number {
  return refusals[code].status;
}

export type ProblemDetails = Partial<Omit<Problem, 'type' | 'title'>>;

/** The body of a refusal, for servers. `detail` is one sentence for a person. */
export function problemOf(code: ProblemCode, details: ProblemDetails = {}): Problem {
  const { status, title } = refusals[code];
  return { type: `/problems/${code}`, title, status, ...details };
}

/** The error of a refusal, for clients: the server's own words, then what to do next. */
export function refusalError(
  status: number,
  problem: Problem | undefined,
  retryAfterMs: number | undefined,
): PlatformError {
  const code = codeOf(status, problem);
  const { what, next } = refusals[code];
  const said = plain(problem?.detail ?? problem?.blockedBy?.message ?? '') || what();
  const isPause = code === 'rate-limited' || code === 'unavailable';
  const wait = isPause && retryAfterMs !== undefined ? t('Try again {0}.', waitText(retryAfterMs)) : next();
  const advice = plain(problem?.remediation?.text ?? '') || wait;
  const words = said.includes(advice) ? sentence(said) : `${sentence(said)} ${sentence(advice)}`;
  return new PlatformError(code, words, {
    ...(problem && { problem }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

function codeOf(status: number, problem: Problem | undefined): ProblemCode {
  const word = problem?.type.split(/[/:#]/).at(-1) ?? '';
  if (isProblemCode(word)) return word;
  if (problem?.blockedBy) return 'blocked';
  if (status === 400) return 'invalid-request';
  if (status === 409) return 'operation-in-progress';
  if ([408, 425, 502, 504].includes(status)) return 'unavailable';
  const byStatus = Object.entries(refusals).find(([, refusal]) => refusal.status === status)?.[0] ?? '';
  if (isProblemCode(byStatus)) return byStatus;
  return status >= 500 ? 'internal' : 'invalid-request';
}

function isProblemCode(word: string): word is ProblemCode {
  return Object.hasOwn(refusals, word);
}

/** A server's words made harmless: one line, no control characters, not endless. */
function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
