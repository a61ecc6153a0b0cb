import type { Open } from './open.js';

/** What speaks to one part of a platform that is made of several. */
export type PartType = 'contract' | 'backstage' | 'argocd' | 'kubernetes' | 'prometheus';

/**
 * How a part is.
 * - `Unknown`: it was not asked yet · `Ok`: it answers · `Unreachable`: it does not, or not in time
 * - `SignedOut`: it wants another token · `Forbidden`: the account may see nothing there · `Failed`: it answers, but not as what it should be
 */
export type PartState = 'Unknown' | 'Ok' | 'Unreachable' | 'SignedOut' | 'Forbidden' | 'Failed';

/** One part of a platform that is made of several, and how it is. */
export interface PartHealth {
  /** Unique among the parts; the ids of its operations begin with it. */
  readonly name: string;
  readonly type: Open<PartType>;
  readonly title: string;
  readonly url: string;
  readonly state: Open<PartState>;
  /** What is wrong and what to do next; absent while nothing is. */
  readonly sentence?: string;
}

/** Those of the parts that do not answer as they should. */
export function ailing(parts: readonly PartHealth[] = []): readonly PartHealth[] {
  return parts.filter(({ state }) => state !== 'Ok' && state !== 'Unknown');
}
