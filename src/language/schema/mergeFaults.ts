import type { InstancePath, SchemaFault } from './prepared.js';
import type { Found } from './run.js';
import { isSame } from './values.js';

/**
 * One account of a value that fits none of the branches that its author can mean. Where all of them miss the same
 * (a type, a value in one place, a key), what would have done is told together; else the branch with fewest faults,
 * and the deepest, speaks alone.
 */
export function mergeFaults(
  branches: readonly Found[],
  path: InstancePath,
): Pick<Found, 'faults' | 'deprecated'> {
  const [only] = branches;
  if (branches.length > 1) {
    const all = branches.map(({ faults }) => faults);
    const shared = sharedTypes(all, path) ?? sharedValues(all) ?? sharedKeys(all, path);
    if (shared) return { faults: [shared], deprecated: [] };
  }
  return branches.reduce(
    (best, next) => (isNearer(next, best) ? next : best),
    only ?? { faults: [], deprecated: [] },
  );
}

function isNearer(one: Pick<Found, 'faults'>, other: Pick<Found, 'faults'>): boolean {
  if (one.faults.length !== other.faults.length) return one.faults.length < other.faults.length;
  return depthOf(one.faults) > depthOf(other.faults);
}

function depthOf(faults: readonly SchemaFault[]): number {
  return faults.reduce((deepest, { path }) => Math.max(deepest, path.length), 0);
}

type Faults = readonly SchemaFault[];

/** Every branch wants the value itself to be of another type. */
function sharedTypes(all: readonly Faults[], path: InstancePath): SchemaFault | undefined {
  const own = all.map((faults) =>
    faults.find((fault) => fault.keyword === 'type' && fault.path.length === path.length),
  );
  const types = own.flatMap((fault) => (fault?.keyword === 'type' ? fault.types : []));
  return own.includes(undefined) ? undefined : { keyword: 'type', types: [...new Set(types)], path };
}

/** Every branch wants another value in the same place: usually of the key that tells the branches apart. */
function sharedValues(all: readonly Faults[]): SchemaFault | undefined {
  const [first = []] = all;
  for (const candidate of first) {
    if (candidate.keyword !== 'enum') continue;
    const same = all.map((faults) =>
      faults.find((fault) => fault.keyword === 'enum' && isSame(fault.path, candidate.path)),
    );
    if (same.includes(undefined)) continue;
    const allowed = same.flatMap((fault) => (fault?.keyword === 'enum' ? fault.allowed : []));
    return { ...candidate, allowed: [...new Set(allowed)] };
  }
  return undefined;
}

/** Every branch misses nothing but keys of its own. */
function sharedKeys(all: readonly Faults[], path: InstancePath): SchemaFault | undefined {
  const isOwn = (fault: SchemaFault): boolean =>
    fault.keyword === 'required' && fault.path.length === path.length;
  if (!all.every((faults) => faults.every(isOwn))) return undefined;
  const missing = all.map((faults) =>
    faults.flatMap((fault) => (fault.keyword === 'required' ? [fault.subject] : [])),
  );
  if (missing.some(({ length }) => length > 1)) return undefined;
  const keys = [...new Set(missing.flat())];
  return keys.length > 1 ? { keyword: 'alternatives', keys, path } : undefined;
}
