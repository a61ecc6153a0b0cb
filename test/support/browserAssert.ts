/** The part of node:assert/strict that suites in a browser use, where there is no Node. */
class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

function shown(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

function ok(value: unknown, message?: string): asserts value {
  if (!value) throw new AssertionError(message ?? `${shown(value)} is not truthy`);
}

function equal(actual: unknown, expected: unknown, message?: string): void {
  ok(Object.is(actual, expected), message ?? `${shown(actual)} is not ${shown(expected)}`);
}

/** For plain data. */
function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  equal(shown(actual), shown(expected), message);
}

function match(text: string, pattern: RegExp, message?: string): void {
  ok(pattern.test(text), message ?? `${shown(text)} does not match ${String(pattern)}`);
}

export const assert = Object.assign(ok, { ok, equal, deepEqual, match });
