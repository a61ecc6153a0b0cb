import { PlatformError } from '../../model/errors.js';
import { fieldManager } from './objects.js';

/** Who manages the fields that an API server did not let us apply, by the fields' places as it writes them. */
export function ownersIn(error: unknown): ReadonlyMap<string, string> {
  if (!PlatformError.is(error, 'blocked')) return new Map();
  return new Map((error.problem?.errors ?? []).map(({ pointer, detail }) => [pointer, detail]));
}

/** What we wrote ourselves in another way, such as a roll back, stands in nobody's way. */
export function isOurs(owners: ReadonlyMap<string, string>): boolean {
  return owners.size > 0 && [...owners.values()].every((owner) => owner === fieldManager);
}
