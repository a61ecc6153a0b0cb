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

/** `{$text: ./file}` and its like stand for what is read from there before an entity is checked. */
export function isReadFromElsewhere(value: unknown, path: InstancePath): boolean {
  let at = value;
  for (let depth = 0; ; depth++) {
    const keys = isMap(at) ? Object.keys(at) : [];
    if (keys.length === 1 && /^\$[a-z]+$/i.test(keys[0] ?? '')) return true;
    const step = path[depth];
    if (step === undefined) return false;
    at = Array.isArray(at) ? (at[Number(step)] as unknown) : isMap(at) ? at[step] : undefined;
  }
}
