import { asMap } from '../../documents/yamlDocument.js';

/** A JSON Merge Patch laid over a value (RFC 7396, section 2): `null` deletes, maps are merged, all else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  const changes = asMap(patch);
  if (!changes) return patch;
  const result = new Map(Object.entries(asMap(target) ?? {}));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) result.delete(key);
    else result.set(key, mergePatch(result.get(key), value));
  }
  return Object.fromEntries(result);
}
