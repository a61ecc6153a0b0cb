import { prepareSchema } from '../schema/prepare.js';
import type { PreparedSchema } from '../schema/prepared.js';
import { validateValue } from '../schema/validate.js';
import type { ManifestCheck } from './scorecard.js';

/** Where a manifest does not pass a check. */
export interface CheckFailure {
  /** Steps to what is wrong, or to what is missing. */
  readonly path: readonly string[];
  readonly isMissing: boolean;
}

/** Places that one check looks at; a wildcard can fit very many. */
const mostPlaces = 200;

/** Where a manifest fails a check; nowhere when that cannot be told. */
export async function failuresOf(check: ManifestCheck, manifest: unknown): Promise<CheckFailure[]> {
  const places = placesOf(manifest, check.path).slice(0, mostPlaces);
  const schema = check.schema && (await prepared(check.schema));
  if (check.schema && !schema) return [];
  return places.flatMap(({ path, value }): CheckFailure[] => {
    if (!schema) return value === undefined ? [{ path, isMissing: true }] : [];
    if (value === undefined) return allowsMissing(check) ? [] : [{ path, isMissing: true }];
    const { faults, isComplete } = validateValue(schema, value);
    return isComplete && faults.length > 0 ? [{ path, isMissing: false }] : [];
  });
}

/** `not: {}` fits no value at all: what must not be there may be missing. */
function allowsMissing({ schema }: ManifestCheck): boolean {
  return schema !== undefined && JSON.stringify(schema['not']) === '{}';
}

interface PlacedValue {
  readonly path: readonly string[];
  /** `undefined` where there is none. */
  readonly value: unknown;
}

/** What a path leads to: one place, or with wildcards any number. */
function placesOf(
  value: unknown,
  [step, ...rest]: readonly string[],
  at: readonly string[] = [],
): PlacedValue[] {
  if (step === undefined) return [{ path: at, value }];
  const held = entriesOf(value);
  if (step === '*') return held.flatMap(([key, item]) => placesOf(item, rest, [...at, key]));
  const found = held.find(([key]) => key === step);
  if (found) return placesOf(found[1], rest, [...at, step]);
  // Where a wildcard is still to come there is nothing that it stands for.
  return rest.includes('*') ? [] : [{ path: [...at, step, ...rest], value: undefined }];
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Array.isArray(value)
    ? value.map((item: unknown, index) => [String(index), item])
    : Object.entries(value);
}

const mostRemembered = 200;
const known = new Map<string, Promise<PreparedSchema | undefined>>();

/** A schema is prepared once, however many manifests it is for. */
function prepared(schema: unknown): Promise<PreparedSchema | undefined> {
  const identity = JSON.stringify(schema);
  const before = known.get(identity);
  if (before) return before;
  const made = prepareSchema(schema).then((found) => (found.is === 'ready' ? found.schema : undefined));
  if (known.size >= mostRemembered) known.clear();
  known.set(identity, made);
  return made;
}
