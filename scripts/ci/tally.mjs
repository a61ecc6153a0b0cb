/** What a stage adds to the sums: mocha's own numbers where its output has them. */

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Mocha's summary: `  12 passing (3s)`, `  1 failing`, `  2 pending`. Of several the last one, which is their total. */
export function mochaNumbers(output) {
  const text = output.replace(escapes, '');
  const start = [...text.matchAll(/^\s*\d+ passing\b/gm)].at(-1)?.index ?? 0;
  const summary = text.slice(start);
  const count = (word) => Number(new RegExp(`^\\s*(\\d+) ${word}\\b`, 'm').exec(summary)?.[1] ?? 0);
  return { passed: count('passing'), failed: count('failing'), pending: count('pending') };
}

/** A stage that fails without a failing test of its own counts as one; one that passes without tests as none. */
export function tally({ exitCode, output }) {
  const numbers = mochaNumbers(output);
  return exitCode !== 0 && numbers.failed === 0 ? { ...numbers, failed: 1 } : numbers;
}

const mostLines = 80;

/** What a failed stage says of its failures: mocha's list of them, the lines with a cross, else the last lines. */
export function failuresIn(output) {
  const lines = output.replace(escapes, '').trimEnd().split('\n');
  const list = lines.findLastIndex((line) => /^\s*\d+ failing$/.test(line));
  const crossed = lines.filter((line) => /^\s*(✘|!|\d+\)) /.test(line));
  const told =
    list < 0 || list === lines.length - 1 ? (crossed.length > 0 ? crossed : lines) : lines.slice(list);
  return (told === lines ? lines.slice(-mostLines) : told.slice(0, mostLines)).join('\n');
}
