import type { DeploymentRequest } from '../../model/delivery.js';

/** A deployment that a person confirmed and whose end is not known yet. Holds no secret. */
export interface PendingWrite {
  /** The Idempotency-Key it is sent with, however often. */
  readonly key: string;
  /** API root of the platform. */
  readonly url: string;
  readonly service: string;
  readonly request: DeploymentRequest;
  /** When it was confirmed, ms since the epoch. */
  readonly since: number;
  /** Id of the operation, once the platform has answered. */
  readonly operation?: string;
}

/** Where writes outlive the program whose end is not known yet. */
export interface Pending<Write> {
  all(): Promise<readonly Write[]>;
  /** Puts one in place of that with its key. Resolves when it would outlive a crash. */
  keep(write: Write): Promise<void>;
  drop(key: string): Promise<void>;
}

export type PendingWrites = Pending<PendingWrite>;

/** Forgets everything: for callers that have nowhere to keep it. */
export const noPendingWrites: Pending<never> = {
  all: () => Promise.resolve([]),
  keep: () => Promise.resolve(),
  drop: () => Promise.resolve(),
};

/** What was kept by another version, or is not ours, is nothing. */
export function isPendingWrite(value: unknown): value is PendingWrite {
  if (typeof value !== 'object' || value === null) return false;
  const { key, url, service, request, since, operation } = value as Record<string, unknown>;
  return (
    [key, url, service].every((text) => typeof text === 'string' && text !== '') &&
    typeof since === 'number' &&
    (operation === undefined || typeof operation === 'string') &&
    typeof request === 'object' &&
    request !== null &&
    'environment' in request &&
    typeof request.environment === 'string' &&
    'kind' in request
  );
}
