import type { RunRequest } from '../../model/run.js';

/** Why a run is kept, and what is needed to take it up without the person who confirmed it. Holds no secret. */
export interface KeptRun {
  readonly kind: 'template' | 'action';
  /** Of the template or the action. */
  readonly name: string;
  readonly request: Omit<RunRequest, 'secrets'>;
  /** It was sent with secrets, which are not kept: only the person can send it again. */
  readonly hasSecrets: boolean;
  /** What the person confirmed, in words. */
  readonly title: string;
  /** Where the files are to be that it makes. */
  readonly folder?: string;
}

/** A run that a person confirmed and whose end is not known yet. */
export interface PendingRun extends KeptRun {
  /** The Idempotency-Key it is sent with, however often. */
  readonly key: string;
  /** API root of the platform. */
  readonly url: string;
  /** When it was confirmed, ms since the epoch. */
  readonly since: number;
  /** Id of the operation, once the platform has answered. */
  readonly operation?: string;
}

/** What was kept by another version, or is not ours, is nothing. */
export function isPendingRun(value: unknown): value is PendingRun {
  if (typeof value !== 'object' || value === null) return false;
  const { key, url, kind, name, title, request, since, folder, operation } = value as Record<string, unknown>;
  return (
    [key, url, name, title].every((text) => typeof text === 'string' && text !== '') &&
    (kind === 'template' || kind === 'action') &&
    typeof since === 'number' &&
    [folder, operation].every((text) => text === undefined || typeof text === 'string') &&
    typeof request === 'object' &&
    request !== null &&
    'values' in request
  );
}

/** Whether both ask for the same; what was confirmed with them, such as the plan, does not count. */
export function isSameRun(one: KeptRun, other: KeptRun): boolean {
  const asked = ({ kind, name, request, folder }: KeptRun): string =>
    JSON.stringify([kind, name, folder, request.service, request.environment, sorted(request.values)]);
  return asked(one) === asked(other);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
