import type { CheckFault } from './check.js';

/** The part of JSON Schema that the contract is written in. */
export interface Shape {
  /** Name of another shape, which then is all that counts. */
  readonly ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape;
  readonly items?: Shape;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export type Shapes = Readonly<Record<string, Shape>>;

export interface JudgeOptions {
  /** Stops after so many faults. */
  readonly limit: number;
  /** Judges formats, and refuses nulls in fields that the contract does not know: for servers' own tests. */
  readonly strict: boolean;
}

interface Judge extends JudgeOptions {
  readonly shapes: Shapes;
  /** Keys down to what is judged now: a pointer is made of them where there is a fault. */
  readonly path: (string | number)[];
  readonly faults: CheckFault[];
}

/** Where a value does not fit a shape. Unknown fields pass, as the contract promises to servers. */
export function faultsOf(shapes: Shapes, shape: Shape, value: unknown, options: JudgeOptions): CheckFault[] {
  const judge: Judge = { ...options, shapes, path: [], faults: [] };
  visit(judge, shape, value);
  return judge.faults;
}

function visitBelow(judge: Judge, key: string | number, shape: Shape, value: unknown): void {
  judge.path.push(key);
  visit(judge, shape, value);
  judge.path.pop();
}

function visit(judge: Judge, given: Shape, value: unknown): void {
  if (judge.faults.length >= judge.limit) return;
  const shape = given.ref === undefined ? given : judge.shapes[given.ref];
  if (!shape) throw new Error(`The contract has no ${given.ref ?? ''}.`);
  if (shape.type !== undefined && !hasType(shape.type, value)) {
    fault(judge, `must be ${shape.type}`, { type: shape.type });
  } else if (typeof value === 'string') visitString(judge, shape, value);
  else if (typeof value === 'number') visitNumber(judge, shape, value);
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visitBelow(judge, index, shape.items ?? {}, item);
  } else if (isRecord(value)) visitObject(judge, shape, value);
  else if (value === null && judge.strict) fault(judge, 'must be left out, not null', {});
}

function visitObject(judge: Judge, shape: Shape, value: Readonly<Record<string, unknown>>): void {
  for (const name of shape.required ?? []) {
    if (value[name] !== undefined) continue;
    fault(judge, `must have required property '${name}'`, { missingProperty: name });
  }
  const { properties, additionalProperties } = shape;
  // What is free in the contract (a JSON Schema, a result) is nobody's to judge.
  const isFree = properties === undefined && additionalProperties === undefined;
  if (isFree) return;
  for (const name of Object.keys(value)) {
    const item = value[name];
    if (item === undefined) continue;
    const known = properties && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (known || judge.strict) visitBelow(judge, name, known ?? {}, item);
  }
}

function visitString(judge: Judge, shape: Shape, value: string): void {
  const { minLength = 0, maxLength = Infinity, pattern, format } = shape;
  if (shape.enum && !shape.enum.includes(value)) {
    fault(judge, `must be one of ${shape.enum.join(', ')}`, { allowedValues: shape.enum });
  } else if (value.length < minLength || value.length > maxLength) {
    const bound = value.length < minLength ? `fewer than ${minLength}` : `more than ${maxLength}`;
    fault(judge, `must not have ${bound} characters`, {});
  } else if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    fault(judge, `must match ${pattern}`, { pattern });
  } else if (judge.strict && format !== undefined && !hasFormat(format, value)) {
    fault(judge, `must be a ${format}`, { format });
  }
}

function visitNumber(judge: Judge, { minimum, maximum }: Shape, value: number): void {
  if (minimum !== undefined && value < minimum) fault(judge, `must be >= ${minimum}`, { limit: minimum });
  if (maximum !== undefined && value > maximum) fault(judge, `must be <= ${maximum}`, { limit: maximum });
}

function fault({ faults, limit, path }: Judge, message: string, params: CheckFault['params']): void {
  if (faults.length >= limit) return;
  const instancePath = path.map((key) => `/${pointerPart(String(key))}`).join('');
  faults.push({ instancePath, message, params });
}

function hasType(type: NonNullable<Shape['type']>, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'string':
    case 'boolean':
      return typeof value === type;
  }
}

const dateTime =
  /^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** A format that is not ours to judge fits. */
function hasFormat(format: string, value: string): boolean {
  switch (format) {
    case 'date-time':
      return dateTime.test(value) && !Number.isNaN(Date.parse(value.replace(':60', ':59')));
    case 'uri':
      return URL.canParse(value);
    case 'uri-reference':
      return URL.canParse(value, 'https://platform.invalid/v1/');
    default:
      return true;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
