import type { SchemaPart } from './jsonSchema.js';
import { outlookOf, type Outlook } from './outlook.js';
import { isMap, isOfType, isSame, type PlainMap } from './values.js';

/**
 * The branches of `anyOf` or `oneOf` that the author of a value can mean: of its type, then by the values of the keys
 * that tell branches apart, then by the keys that only some branches have. All of them while nothing tells. Works on
 * values that are still being typed.
 */
export function meantBranches(branches: readonly SchemaPart[], value: unknown): readonly SchemaPart[] {
  if (value === null || value === undefined) return branches;
  const typed = keepSome(branches, (part) => fitsType(outlookOf(part), value));
  if (!isMap(value)) {
    return keepSome(typed, (part) => outlookOf(part).allowed?.some((one) => isSame(one, value)) ?? false);
  }
  const { kept, isTold } = byValues(typed, value);
  return isTold ? byKeys(kept, value) : kept;
}

function keepSome(
  branches: readonly SchemaPart[],
  test: (part: SchemaPart) => boolean,
): readonly SchemaPart[] {
  const kept = branches.filter(test);
  return kept.length > 0 ? kept : branches;
}

function fitsType({ types }: Outlook, value: unknown): boolean {
  return types === undefined || isOfType(value, [...types]);
}

/**
 * The branches whose fixed values contradict the map least, of these the ones that most agree with it. Not told when
 * all are contradicted: then the value that tells branches apart is what is wrong, and no other key speaks.
 */
function byValues(
  branches: readonly SchemaPart[],
  map: PlainMap,
): { readonly kept: readonly SchemaPart[]; readonly isTold: boolean } {
  const common = commonValues(branches);
  const verdicts = branches.map((part) => ({ part, ...verdictOf(outlookOf(part), map, common) }));
  let least = verdicts[0];
  for (const one of verdicts) {
    const isBetter =
      !least || one.broken < least.broken || (one.broken === least.broken && one.met > least.met);
    if (isBetter) least = one;
  }
  const kept = verdicts.filter(({ met, broken }) => met === least?.met && broken === least.broken);
  return { kept: kept.map(({ part }) => part), isTold: least?.broken === 0 };
}

/** Keys that have the same values in every branch: they tell nothing. */
function commonValues(branches: readonly SchemaPart[]): ReadonlySet<string> {
  const [first, ...others] = branches.map((part) => outlookOf(part).fixed);
  const isCommon = ([key, values]: [string, readonly unknown[]]): boolean =>
    others.every((fixed) => isSame(fixed.get(key), values));
  return new Set([...(first ?? [])].filter(isCommon).map(([key]) => key));
}

function verdictOf(
  { fixed }: Outlook,
  map: PlainMap,
  common: ReadonlySet<string>,
): { met: number; broken: number } {
  let met = 0;
  let broken = 0;
  for (const [key, allowed] of fixed) {
    const value = Object.hasOwn(map, key) && !common.has(key) ? map[key] : undefined;
    if (value === undefined || value === null) continue;
    if (allowed.some((one) => isSame(one, value))) met++;
    else broken++;
  }
  return { met, broken };
}

/** Branches that most keys of the map speak for; a key that a branch requires speaks louder. */
function byKeys(branches: readonly SchemaPart[], map: PlainMap): readonly SchemaPart[] {
  if (branches.length < 2) return branches;
  const keys = Object.keys(map).slice(0, 200);
  const weights = branches.map((part) => {
    const { required, known } = outlookOf(part);
    return keys.reduce((sum, key) => sum + (required.has(key) ? 1000 : 0) + (known.has(key) ? 1 : 0), 0);
  });
  const most = weights.reduce((one, other) => Math.max(one, other), 0);
  return branches.filter((_, index) => weights[index] === most);
}
