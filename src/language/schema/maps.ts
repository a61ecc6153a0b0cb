import type { SchemaPart } from './jsonSchema.js';
import { linksOf } from './links.js';
import { below, isSettled, newFound, pathOf, type Task } from './run.js';
import { isMap, type PlainMap } from './values.js';

/** Keywords for maps (JSON Schema Core 10.3.2, Validation 6.5). */
export function evaluateMap(task: Task): void {
  const { schema, spot, found, spend } = task;
  const map = spot.value;
  if (!isMap(map)) return;
  checkKeys(task, map);
  if (isSettled(found)) return;
  const takesKeys =
    schema.properties !== undefined ||
    schema.patternProperties !== undefined ||
    schema.additionalProperties !== undefined ||
    schema.propertyNames !== undefined;
  if (takesKeys) {
    for (const key of Object.keys(map)) {
      spend(1);
      evaluateKey(task, map, key);
      if (isSettled(found)) return;
    }
  }
  evaluateDependent(task, map);
}

function checkKeys({ schema, spot, found: { faults } }: Task, map: PlainMap): void {
  const { required, minProperties, maxProperties, dependentRequired, dependencies } = schema;
  for (const subject of required ?? []) {
    if (!Object.hasOwn(map, subject)) faults.push({ keyword: 'required', subject, path: pathOf(spot) });
  }
  if (minProperties !== undefined && Object.keys(map).length < minProperties) {
    faults.push({ keyword: 'minProperties', limit: minProperties, path: pathOf(spot) });
  }
  if (maxProperties !== undefined && Object.keys(map).length > maxProperties) {
    faults.push({ keyword: 'maxProperties', limit: maxProperties, path: pathOf(spot) });
  }
  for (const [becauseOf, needed] of [
    ...Object.entries(dependentRequired ?? {}),
    ...Object.entries(dependencies ?? {}),
  ]) {
    if (!Array.isArray(needed) || !Object.hasOwn(map, becauseOf)) continue;
    for (const subject of needed as readonly string[]) {
      if (!Object.hasOwn(map, subject)) {
        faults.push({ keyword: 'required', subject, becauseOf, path: pathOf(spot) });
      }
    }
  }
}

function evaluateKey(task: Task, map: PlainMap, key: string): void {
  const { evaluate, spend, schema, spot, found, seen } = task;
  const { properties, additionalProperties, propertyNames } = schema;
  const value = below(spot, key, map[key]);
  let isKnown = false;
  const own = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  const { named, isOpen, dropsNull } = linksOf(schema);
  if (own !== undefined) {
    const isAbsent = map[key] === null && dropsNull === true && schema.required?.includes(key) !== true;
    if (!isAbsent) evaluate(own, value, found);
    isKnown = true;
  }
  for (const { pattern, part } of named ?? []) {
    spend(key.length);
    if (!pattern.test(key)) continue;
    evaluate(part, value, found);
    isKnown = true;
  }
  if (propertyNames !== undefined) evaluateName(task, propertyNames, key);
  if (!isKnown && additionalProperties !== undefined) {
    isKnown = true;
    if (additionalProperties !== false) evaluate(additionalProperties, value, found);
    else if (isOpen !== true) {
      found.faults.push({ keyword: 'additionalProperties', subject: key, path: pathOf(spot) });
    }
  }
  if (isKnown) seen?.keys.add(key);
}

/** A fault of a key's name is the map's, told at the key. */
function evaluateName({ evaluate, spot, found }: Task, names: SchemaPart, key: string): void {
  const trial = newFound(found.isTrial);
  evaluate(names, below(spot, key, key), trial);
  for (const fault of trial.faults) found.faults.push({ ...fault, path: pathOf(spot), nameOf: key });
}

function evaluateDependent({ evaluate, schema, spot, found, seen }: Task, map: PlainMap): void {
  const { dependentSchemas, dependencies } = schema;
  for (const [key, part] of [
    ...Object.entries(dependentSchemas ?? {}),
    ...Object.entries(dependencies ?? {}),
  ]) {
    if (Object.hasOwn(map, key) && !isList(part)) evaluate(part, spot, found, seen);
  }
}

function isList(value: SchemaPart | readonly string[]): value is readonly string[] {
  return Array.isArray(value);
}
