import { asMap } from '../documents/yamlDocument.js';
import type { PathChange } from '../rules/finding.js';

/** A JSON Merge Patch (RFC 7396) as single changes of the values it is laid over. */
export function patchChanges(
  patch: Readonly<Record<string, unknown>>,
  target: unknown,
  path: readonly string[] = [],
): PathChange[] {
  const held = asMap(target) ?? {};
  return Object.entries(patch).flatMap(([key, value]): PathChange[] => {
    const at = [...path, key];
    const inner = asMap(value);
    if (value === null) return Object.hasOwn(held, key) ? [{ remove: at }] : [];
    return inner && asMap(held[key]) ? patchChanges(inner, held[key], at) : [{ set: at, value }];
  });
}
