/**
 * Measures the budgets of docs/architecture.md: `node scripts/bench.mjs [name …] [--json FILE]`. Every module of
 * scripts/bench gives rows; the table says which budget is kept. A slow machine never fails it: sizes and counts are
 * gated by `npm test`.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildForBench } from './bench/support/measure.mjs';
import { root } from './ci/stages.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' } },
});
const folder = path.join(root, 'scripts', 'bench');
const benches = readdirSync(folder)
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => path.basename(file, '.mjs'))
  .filter((name) => positionals.length === 0 || positionals.includes(name));
if (benches.length === 0) {
  process.stderr.write(`No such measurement: ${positionals.join(', ')}.\n`);
  process.exit(2);
}

await buildForBench();
const rows = [];
for (const name of benches) {
  const module = await import(pathToFileURL(path.join(folder, `${name}.mjs`)).href);
  if (typeof module.bench !== 'function') continue;
  process.stderr.write(`measuring ${name} …\n`);
  rows.push(...(await module.bench()));
}
print(rows);
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);

/** @typedef {{what: string, ours: number, peer?: number, unit: string, ratio?: number, budget: string, ok: boolean, note?: string}} Row */

/** @param {readonly Row[]} all */
function print(all) {
  const number = (value) => (value === undefined ? '' : String(Math.round(value * 100) / 100));
  const lines = [
    ['', 'what', 'ours', 'peer', 'unit', 'ratio', 'budget', 'note'],
    ...all.map((row) => [
      row.ok ? '✔' : '✘',
      row.what,
      number(row.ours),
      number(row.peer),
      row.unit,
      number(row.ratio),
      row.budget,
      row.note ?? '',
    ]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}
