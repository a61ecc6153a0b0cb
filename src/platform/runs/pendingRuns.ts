/**
 * A write besides deployments that a person confirmed and whose end is not known yet. Of what was sent nothing is kept,
 * for it may hold secrets: the fingerprint of its plan tells the same one again.
 */
export interface PendingRun {
  /** The Idempotency-Key it is sent with, however often. */
  readonly key: string;
  /** API root of the platform. */
  readonly url: string;
  readonly fingerprint: string;
  /** What people call it. */
  readonly title: string;
  readonly reason?: string;
  /** When it was confirmed, ms since the epoch. */
  readonly since: number;
  /** Id of the operation, once the platform has answered. */
  readonly operation?: string;
}

/** Where pending runs outlive the program. */
export interface PendingRuns {
  all(): Promise<readonly PendingRun[]>;
  /** Puts one in place of that with its key. Resolves when it would outlive a crash. */
  keep(run: PendingRun): Promise<void>;
  drop(key: string): Promise<void>;
}

/** Forgets everything: for callers that have nowhere to keep it. */
export const noPendingRuns: PendingRuns = {
  all: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  drop: () => Promise.resolve(),
};

/** What was kept by another version, or is not ours, is nothing. */
export function isPendingRun(value: unknown): value is PendingRun {
  if (typeof value !== 'object' || value === null) return false;
  const { key, url, fingerprint, title, reason, since, operation } = value as Record<string, unknown>;
  const isText = (text: unknown): boolean => typeof text === 'string' && text !== '';
  return (
    [key, url, fingerprint, title].every(isText) &&
    [reason, operation].every((text) => text === undefined || isText(text)) &&
    typeof since === 'number'
  );
}
