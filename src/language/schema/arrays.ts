import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import type { LimitKeyword } from './prepared.js';
import { below, isSettled, newFound, pathOf, type Task } from './run.js';
import { fingerprint, isMap } from './values.js';

/** The schemas of the first items, and the one of all others: as 2020-12 and as draft-07 write them. */
export function itemParts({ prefixItems, items, additionalItems }: JsonSchema): {
  readonly first: readonly SchemaPart[];
  readonly rest: SchemaPart | undefined;
} {
  if (isList(items)) return { first: items, rest: additionalItems };
  return { first: prefixItems ?? [], rest: items };
}

function isList(items: JsonSchema['items']): items is readonly SchemaPart[] {
  return Array.isArray(items);
}

/** Keywords for lists (JSON Schema Core 10.3.1, Validation 6.4). */
export function evaluateArray(task: Task): void {
  const { evaluate, schema, spot, found, seen } = task;
  const { value } = spot;
  if (!Array.isArray(value)) return;
  const items: readonly unknown[] = value;
  checkCount(task, items);
  if (isSettled(found)) return;
  const { first, rest } = itemParts(schema);
  const last = rest === undefined ? Math.min(first.length, items.length) : items.length;
  for (let index = 0; index < last; index++) {
    evaluate(first[index] ?? rest ?? true, below(spot, index, items[index]), found);
    seen?.items.add(index);
    if (isSettled(found)) return;
  }
  evaluateContains(task, items);
  checkUnique(task, items);
}

function checkCount({ schema, spot, found: { faults } }: Task, items: readonly unknown[]): void {
  const { minItems, maxItems } = schema;
  if (minItems !== undefined && items.length < minItems) {
    faults.push({ keyword: 'minItems', limit: minItems, path: pathOf(spot) });
  }
  if (maxItems !== undefined && items.length > maxItems) {
    faults.push({ keyword: 'maxItems', limit: maxItems, path: pathOf(spot) });
  }
}

function evaluateContains(task: Task, items: readonly unknown[]): void {
  const { evaluate, schema, spot, seen } = task;
  const { contains, minContains = 1, maxContains } = schema;
  if (contains === undefined) return;
  let count = 0;
  for (const [index, item] of items.entries()) {
    const trial = newFound(true);
    evaluate(contains, below(spot, index, item), trial);
    if (trial.faults.length > 0) continue;
    count++;
    seen?.items.add(index);
  }
  const add = (keyword: LimitKeyword, limit: number): void => {
    task.found.faults.push({ keyword, limit, path: pathOf(spot) });
  };
  if (count < minContains) add('minContains', minContains);
  if (maxContains !== undefined && count > maxContains) add('maxContains', maxContains);
}

function checkUnique({ schema, spot, spend, found: { faults } }: Task, items: readonly unknown[]): void {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema.uniqueItems !== true && !keys) return;
  const known = new Map<string, number>();
  for (const [second, item] of items.entries()) {
    const identity = fingerprint(keys ? keyValues(item, keys) : item, spend);
    const first = known.get(identity);
    if (first === undefined) known.set(identity, second);
    else {
      faults.push({ keyword: 'uniqueItems', first, second, ...(keys && { keys }), path: pathOf(spot) });
      return;
    }
  }
}

function keyValues(item: unknown, keys: readonly string[]): readonly unknown[] {
  return keys.map((key) => (isMap(item) && Object.hasOwn(item, key) ? item[key] : null));
}
