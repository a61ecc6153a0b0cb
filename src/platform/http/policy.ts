/** How patient and how insistent the client is. Times in ms. */
export interface Policy {
  /** From the call to its answer, every attempt included. */
  readonly readDeadlineMs: number;
  readonly writeDeadlineMs: number;
  /** From sending a read to the head of its answer, in one attempt. */
  readonly headersMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  readonly attempts: number;
  readonly backoffBaseMs: number;
  /** After 429 and 503, where the server says no time itself. */
  readonly throttleBaseMs: number;
  readonly backoffCapMs: number;
  readonly maxAnswerBytes: number;
  readonly maxRedirects: number;
  /** A stream silent for this long is dead: servers send a comment every 15 s. */
  readonly heartbeatMs: number;
  /** How often a broken stream is taken up again without one event in between. */
  readonly streamResumes: number;
  /** Between two looks at a stream's JSON form, where a server has no other; doubling up to the cap while nothing comes. */
  readonly pollMs: number;
  readonly pollCapMs: number;
  /** Requests at a time to one origin; streams come on top. */
  readonly concurrency: number;
  /** So many failures in a row leave an origin alone for a while, doubling up to the cap. */
  readonly breakerFailures: number;
  readonly breakerOpenMs: number;
  readonly breakerOpenCapMs: number;
}

export const defaultPolicy: Policy = {
  readDeadlineMs: 15_000,
  writeDeadlineMs: 60_000,
  headersMs: 10_000,
  idleMs: 15_000,
  attempts: 3,
  backoffBaseMs: 100,
  throttleBaseMs: 1_000,
  backoffCapMs: 10_000,
  maxAnswerBytes: 16 * 1024 * 1024,
  maxRedirects: 3,
  heartbeatMs: 45_000,
  streamResumes: 5,
  pollMs: 1_000,
  pollCapMs: 10_000,
  concurrency: 6,
  breakerFailures: 5,
  breakerOpenMs: 10_000,
  breakerOpenCapMs: 120_000,
};

/** Asking this machine costs nothing, so a local platform that comes back is seen within seconds. */
export const loopbackPolicy: Partial<Policy> = { breakerOpenMs: 500, breakerOpenCapMs: 2_000 };

/** Full jitter: anything up to the doubled step, so that clients of one outage do not come back together. */
export function backoffMs(
  failures: number,
  baseMs: number,
  capMs: number,
  random: () => number = Math.random,
): number {
  return random() * Math.min(capMs, baseMs * 2 ** (failures - 1));
}
