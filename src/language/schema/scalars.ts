import { isOfFormat } from './formats.js';
import { linksOf } from './links.js';
import type { LimitKeyword } from './prepared.js';
import { pathOf, type Task } from './run.js';
import { isOfType, isSame, lengthOf } from './values.js';

export function hasWrongType({ schema: { type }, spot, found: { faults } }: Task): boolean {
  if (type === undefined || isOfType(spot.value, type)) return false;
  faults.push({ keyword: 'type', types: [type].flat(), path: pathOf(spot) });
  return true;
}

export function hasWrongValue({ schema, spot, spend, found: { faults } }: Task): boolean {
  const allowed = Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum;
  if (!allowed) return false;
  const fits =
    isOneOf(allowed, spot.value, spend) && (!schema.enum || isOneOf(schema.enum, spot.value, spend));
  if (!fits) faults.push({ keyword: 'enum', allowed, path: pathOf(spot) });
  return !fits;
}

const indexes = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

/** Long lists of plain values are looked up, not searched. */
function isOneOf(allowed: readonly unknown[], value: unknown, spend: Task['spend']): boolean {
  if (allowed.length < 16 || typeof value === 'object') {
    spend(allowed.length);
    return allowed.some((one) => isSame(one, value));
  }
  let index = indexes.get(allowed);
  if (!index) indexes.set(allowed, (index = new Set(allowed)));
  return index.has(value);
}

export function evaluateScalar(task: Task): void {
  const { value } = task.spot;
  if (typeof value === 'number') evaluateNumber(task, value);
  else if (typeof value === 'string') evaluateText(task, value);
}

function evaluateNumber({ schema, spot, found: { faults } }: Task, value: number): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const add = (keyword: LimitKeyword, limit: number): void => {
    faults.push({ keyword, limit, path: pathOf(spot) });
  };
  if (minimum !== undefined && value < minimum) add('minimum', minimum);
  if (maximum !== undefined && value > maximum) add('maximum', maximum);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) add('exclusiveMinimum', exclusiveMinimum);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) add('exclusiveMaximum', exclusiveMaximum);
  if (multipleOf !== undefined && !isMultiple(value, multipleOf)) add('multipleOf', multipleOf);
}

/** 0.3 is a multiple of 0.1, though not in binary. */
function isMultiple(value: number, of: number): boolean {
  const quotient = value / of;
  return Number.isFinite(quotient)
    ? Math.abs(quotient - Math.round(quotient)) <= Number.EPSILON * Math.abs(quotient)
    : Number.isInteger(value) && Number.isInteger(1 / of);
}

function evaluateText({ schema, spot, spend, found: { faults } }: Task, value: string): void {
  const { minLength, maxLength, pattern, format } = schema;
  if (minLength !== undefined && lengthOf(value) < minLength) {
    faults.push({ keyword: 'minLength', limit: minLength, path: pathOf(spot) });
  }
  if (maxLength !== undefined && lengthOf(value) > maxLength) {
    faults.push({ keyword: 'maxLength', limit: maxLength, path: pathOf(spot) });
  }
  const compiled = pattern === undefined ? undefined : linksOf(schema).pattern;
  if (pattern !== undefined && compiled) {
    spend(value.length + 10);
    if (!compiled.test(value)) {
      faults.push({ keyword: 'pattern', pattern, path: pathOf(spot) });
      // A pattern beside a format says the same more exactly.
      return;
    }
  }
  if (format !== undefined && !isOfFormat(value, format)) {
    faults.push({ keyword: 'format', format, path: pathOf(spot) });
  }
}
