/** Plain data as JSON Schema sees it. Only own keys count, so a key may be called `__proto__` or `constructor`. */
export type PlainMap = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON type of a value, with `integer` as `number`; what is not there counts as `null`. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

export function isOfType(value: unknown, types: string | readonly string[]): boolean {
  const actual = typeOf(value);
  const isAllowed = (type: string): boolean =>
    type === actual || (type === 'integer' && actual === 'number' && Number.isInteger(value));
  return typeof types === 'string' ? isAllowed(types) : types.some(isAllowed);
}

/** Whether two values are the same JSON: the order of keys does not count. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, i) => isSame(item, other[i]))
    );
  }
  if (!isMap(one) || !isMap(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}

/** A text that is equal for equal values alone. `spend` is told of every value in it. */
export function fingerprint(value: unknown, spend: (steps: number) => void): string {
  spend(1);
  if (Array.isArray(value)) return `[${value.map((item) => fingerprint(item, spend)).join(',')}]`;
  if (isMap(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${fingerprint(value[key], spend)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Number of characters: an emoji is one. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    const isPair = (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    if (isPair) length--;
  }
  return length;
}
