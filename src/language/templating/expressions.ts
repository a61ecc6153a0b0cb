import type { InstancePath } from '../schema/prepared.js';
import { isMap } from '../schema/values.js';

/** Whether the value at a path is written as `${{ … }}`: what it will be is known when the template runs. */
export function isFilledIn(value: unknown, path: InstancePath): boolean {
  let at = value;
  for (const step of path) {
    at = Array.isArray(at) ? (at[Number(step)] as unknown) : isMap(at) ? at[step] : undefined;
  }
  return typeof at === 'string' && at.includes('${{');
}
