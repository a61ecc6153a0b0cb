import type { Problem } from './problem.js';

/**
 * Why a call to the platform failed.
 * - `unreachable`: no connection (refused, DNS, reset) · `timeout`: no answer before the deadline
 * - `not-a-platform`: an answer that is not the platform API (HTML, wrong JSON, no contract version)
 * - `too-large`: an answer above the size limit
 * - the others are the platform's own words, the `type` of its problem (RFC 9457).
 */
export type PlatformErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'not-a-platform'
  | 'too-large'
  | 'invalid-url'
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'operation-in-progress'
  | 'stale-basis'
  | 'stale-plan'
  | 'blocked'
  | 'etag-mismatch'
  | 'must-acknowledge'
  | 'idempotency-key-missing'
  | 'idempotency-key-reused'
  | 'rate-limited'
  | 'unavailable'
  | 'not-implemented'
  | 'unsupported-media-type'
  | 'internal';

export interface PlatformErrorDetails {
  readonly problem?: Problem;
  /** Milliseconds the server asked to wait (`Retry-After`). */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** A failed call to a platform. `message` is one sentence for a person: what failed and what to do next. */
export class PlatformError extends Error {
  override readonly name = 'PlatformError';
  readonly code: PlatformErrorCode;
  readonly problem: Problem | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: PlatformErrorCode, message: string, details: PlatformErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.problem = details.problem;
    this.retryAfterMs = details.retryAfterMs;
  }

  static is(error: unknown, ...codes: readonly PlatformErrorCode[]): error is PlatformError {
    return error instanceof PlatformError && (codes.length === 0 || codes.includes(error.code));
  }
}

/** A fault on this side (a file, a setting, an argument). `message` is one sentence for a person with a next step. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable, dotted, e.g. `manifest.not-found`. */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Nothing failed: what is asked for is under way or over already, or there is nothing of it. */
export class NothingToDo extends UserError {}
