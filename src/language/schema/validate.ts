import { evaluator } from './evaluate.js';
import type { SchemaPart } from './jsonSchema.js';
import type { Deprecation, PreparedSchema, Validation } from './prepared.js';
import { Budget, newFound, OutOfBudget, type Found, type Spot } from './run.js';

/** The work that checking one document may make, in steps of the budget: about a quarter of a second. */
const documentSteps = 1_000_000;
/** The work that choosing between branches at one place may make while somebody types. */
const choiceSteps = 20_000;

/** Checks plain data against a schema. Never throws and never hangs; `isComplete` tells when it gave up. */
export function validateValue(
  { root }: Pick<PreparedSchema, 'root'>,
  value: unknown,
  steps = documentSteps,
): Validation {
  const found = newFound(false);
  const isComplete = attempt(root, value, found, steps);
  return { faults: found.faults, deprecated: onceEach(found.deprecated), isComplete };
}

/** Whether a value fits a part of a prepared or shipped schema; `false` as well when that is too much work to tell. */
export function fitsSchema(part: SchemaPart, value: unknown): boolean {
  const found = newFound(true);
  return attempt(part, value, found, choiceSteps) && found.faults.length === 0;
}

function attempt(part: SchemaPart, value: unknown, found: Found, steps: number): boolean {
  const spot: Spot = { value, parent: undefined, step: '' };
  try {
    evaluator(new Budget(steps))(part, spot, found);
    return true;
  } catch (error) {
    if (error instanceof OutOfBudget || error instanceof RangeError) return false;
    throw error;
  }
}

function onceEach(deprecated: readonly Deprecation[]): Deprecation[] {
  const byPath = new Map<string, Deprecation>();
  for (const one of deprecated) {
    const place = JSON.stringify(one.path);
    if (byPath.get(place)?.message === undefined) byPath.set(place, one);
  }
  return [...byPath.values()];
}
