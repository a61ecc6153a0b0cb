/**
 * `npm test`: every check of the project, stage by stage, to the end even when one fails.
 *   --only a,b   only these stages
 *   --skip a,b   all but these
 * The last line is `N passed, N failed`; the exit code is 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { root, stages } from './ci/stages.mjs';
import { failuresIn, tally } from './ci/tally.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string' }, skip: { type: 'string' } } });
const chosen = chooseStages(options);
const started = performance.now();
const results = new Map();
/** Resolves when the stages that run beside the others have ended, in their order, with what they print. */
let beside = Promise.resolve([]);
for (const stage of chosen) {
  if (stage.beside) {
    beside = runAfter(beside, stage);
    continue;
  }
  if (stage.alone) await showBeside();
  results.set(stage.name, await runStage(stage, process));
}
await showBeside();
report(chosen.map(({ name }) => results.get(name)));

/** What it prints is kept, to be shown in one piece. */
async function runAfter(before, stage) {
  const texts = await before;
  const pen = { write: (text) => texts.push(text) };
  results.set(stage.name, await runStage(stage, { stdout: pen, stderr: pen }));
  return texts;
}

async function showBeside() {
  for (const text of (await beside).splice(0)) process.stdout.write(text);
}

function chooseStages({ only, skip }) {
  const names = (list) => (list ?? '').split(',').filter(Boolean);
  const unknown = [...names(only), ...names(skip)].filter((name) => !stages.some((s) => s.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `No such stage: ${unknown.join(', ')}. There are: ${stages.map((s) => s.name).join(', ')}.\n`,
    );
    process.exit(2);
  }
  return stages.filter(
    ({ name }) => (only === undefined || names(only).includes(name)) && !names(skip).includes(name),
  );
}

async function runStage(stage, to) {
  to.stdout.write(`\n━━ ${stage.name}\n`);
  const missing = (stage.needs ?? []).find((name) => results.has(name) && results.get(name).exitCode !== 0);
  if (missing) {
    to.stdout.write(`Not run: ${missing} failed.\n`);
    return { name: stage.name, exitCode: 1, seconds: 0, output: '' };
  }
  const start = performance.now();
  const { exitCode, output } = await execute(stage, to);
  return { name: stage.name, exitCode, output, seconds: (performance.now() - start) / 1000 };
}

async function execute(stage, to) {
  let command;
  try {
    command = stage.run();
  } catch (error) {
    to.stdout.write(`${error.message}\n`);
    return { exitCode: 1, output: '' };
  }
  return new Promise((resolve) => {
    const [file, ...args] = command;
    const child = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    for (const [from, pen] of [
      [child.stdout, to.stdout],
      [child.stderr, to.stderr],
    ]) {
      from.setEncoding('utf8');
      from.on('data', (text) => {
        parts.push(text);
        pen.write(text);
      });
    }
    child.on('error', (error) => resolve({ exitCode: 1, output: `${error.message}\n` }));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output: parts.join('') }));
  });
}

/** Titles of tests and suites that say why they do not run on this machine. */
function notRun(done) {
  const titles = done.flatMap(({ output }) => output.match(/^\s*(?:- )?.*\(not run: [^)]*\)/gm) ?? []);
  return [...new Set(titles.map((title) => title.trim().replace(/^- /, '')))];
}

function report(done) {
  for (const result of done.filter(({ exitCode }) => exitCode !== 0)) {
    process.stdout.write(`\n━━ ${result.name}: what failed\n${failuresIn(result.output)}\n`);
  }
  const sums = { passed: 0, failed: 0, pending: 0 };
  process.stdout.write('\n━━ stages\n');
  for (const result of done) {
    const numbers = tally(result);
    for (const key of Object.keys(sums)) sums[key] += numbers[key];
    const mark = result.exitCode === 0 ? '✔' : '✘';
    const tests = numbers.passed > 0 ? `  ${numbers.passed} passing` : '';
    const failures = numbers.failed > 0 ? `  ${numbers.failed} failing` : '';
    process.stdout.write(
      `  ${mark} ${result.name.padEnd(16)}${result.seconds.toFixed(1).padStart(7)} s${tests}${failures}\n`,
    );
  }
  process.stdout.write(`\n  ${sums.passed} passing (${Math.round((performance.now() - started) / 1000)}s)\n`);
  if (sums.pending > 0) process.stdout.write(`  ${sums.pending} pending\n`);
  for (const title of notRun(done)) process.stdout.write(`    ${title}\n`);
  if (sums.failed > 0) process.stdout.write(`  ${sums.failed} failing\n`);
  process.stdout.write(`\n${sums.passed} passed, ${sums.failed} failed\n`);
  process.exitCode = done.some(({ exitCode }) => exitCode !== 0) || sums.failed > 0 ? 1 : 0;
}
