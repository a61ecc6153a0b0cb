/** What a stage adds to the sums: mocha's own numbers where its output has them. */

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Sums mocha's summary lines, `  12 passing (3s)`, `  1 failing` and `  2 pending`. */
export function mochaNumbers(output) {
  const text = output.replace(escapes, '');
  const sum = (word) =>
    [...text.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'gm'))].reduce(
      (total, match) => total + Number(match[1]),
      0,
    );
  return { passed: sum('passing'), failed: sum('failing'), pending: sum('pending') };
}

/** A stage that fails without a failing test of its own counts as one; one that passes without tests as none. */
export function tally({ exitCode, output }) {
  const numbers = mochaNumbers(output);
  return exitCode !== 0 && numbers.failed === 0 ? { ...numbers, failed: 1 } : numbers;
}
