import type { Facts } from './facts.js';
import type { Probe } from './probe.js';
import type { Trial } from './trial.js';

/** How much of the contract is judged; each level holds those before it. */
export const levels = ['read', 'deploy', 'full'] as const;
export type Level = (typeof levels)[number];

export interface Kit {
  readonly probe: Probe;
  readonly facts: Facts;
  /** The deployments that the kit makes; reading it makes them. */
  readonly trial: Trial;
}

/** One thing that the contract promises. */
export interface Check {
  /** Stable: `area/what`. */
  readonly id: string;
  readonly level: Level;
  /** What holds when it passes, in one sentence. */
  readonly proves: string;
  /** Throws `Departure` when it does not hold, `NotApplicable` when it cannot be judged. */
  run(kit: Kit): Promise<void>;
}
