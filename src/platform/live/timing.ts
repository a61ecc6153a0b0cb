/** How often the live picture reads and speaks. Times in ms. */
export interface LiveTiming {
  /** Between two full reads where the platform has no stream of changes. */
  readonly pollMs: number;
  /** The same while the window is not in front. */
  readonly backgroundPollMs: number;
  /** How long the first read waits for the stream of changes to open. */
  readonly openMs: number;
  /** Events that come this close together are read as one. */
  readonly gatherMs: number;
  /** At least this long between two change events. */
  readonly changeMs: number;
  /** Before the platform is tried again, growing by `reconnectFactor` up to the cap. */
  readonly reconnectMs: number;
  readonly reconnectFactor: number;
  readonly reconnectCapMs: number;
  /** A connection that held this long was good: the next try comes at once. */
  readonly steadyMs: number;
  /** Where the stream of changes does not open, it is tried again after at most this long of polling. */
  readonly streamRetryMs: number;
  /** Everything is read again this often: what no event told of is seen then. */
  readonly reconcileMs: number;
  /** Between two looks at the clock, which tell that the machine slept. */
  readonly wakeTickMs: number;
  /** After a sleep the network needs a moment, and not every client should come at once. */
  readonly wakeRestMs: number;
  /** At least this long between two pictures kept on disk. */
  readonly keepMs: number;
}

export const defaultTiming: LiveTiming = {
  pollMs: 15_000,
  backgroundPollMs: 60_000,
  openMs: 1_000,
  gatherMs: 50,
  changeMs: 250,
  reconnectMs: 1_000,
  reconnectFactor: 1.6,
  reconnectCapMs: 30_000,
  steadyMs: 5_000,
  streamRetryMs: 300_000,
  reconcileMs: 300_000,
  wakeTickMs: 5_000,
  wakeRestMs: 5_000,
  keepMs: 60_000,
};

/** Asking this machine costs nothing, so a local platform that comes back is seen within seconds. */
export const loopbackTiming: Partial<LiveTiming> = { reconnectCapMs: 3_000, wakeRestMs: 300 };

/** Wait before the try after `failures` failed ones, ±20 %; none after the end of a good connection. */
export function reconnectWaitMs(failures: number, timing: LiveTiming, random: () => number): number {
  if (failures === 0) return 0;
  const wait = timing.reconnectMs * timing.reconnectFactor ** (failures - 1);
  return Math.min(wait, timing.reconnectCapMs) * (0.8 + 0.4 * random());
}
