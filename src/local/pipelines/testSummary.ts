import type { components } from '../../contract/generated/wire.js';

type TestSummary = components['schemas']['TestSummary'];

/** What node:test, mocha, vitest and jest write at their end: how many passed, failed and were skipped. */
const forms: readonly { readonly passed: RegExp; readonly failed: RegExp; readonly skipped: RegExp }[] = [
  { passed: /^(?:#|ℹ) pass (\d+)/, failed: /^(?:#|ℹ) fail (\d+)/, skipped: /^(?:#|ℹ) skipped (\d+)/ },
  { passed: /^\s*(\d+) passing\b/, failed: /^\s*(\d+) failing\b/, skipped: /^\s*(\d+) pending\b/ },
  {
    passed: /^\s*Tests:?\s.*?(\d+) passed/,
    failed: /^\s*Tests:?\s.*?(\d+) failed/,
    skipped: /^\s*Tests:?\s.*?(\d+) skipped/,
  },
];

/** The counts in the output of a test run; `undefined` where none is told. */
export function testSummary(lines: readonly string[]): TestSummary | undefined {
  for (const { passed, failed, skipped } of forms) {
    const [good, bad, left] = [passed, failed, skipped].map((form) => countIn(lines, form));
    if (good === undefined && bad === undefined) continue;
    return { passed: good ?? 0, failed: bad ?? 0, ...(left !== undefined && { skipped: left }) };
  }
  return undefined;
}

function countIn(lines: readonly string[], form: RegExp): number | undefined {
  for (const line of lines.toReversed()) {
    const [, count] = form.exec(line) ?? [];
    if (count !== undefined) return Number(count);
  }
  return undefined;
}
