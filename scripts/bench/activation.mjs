/**
 * Activation of the shipped entry: load, call and resolve. Once in the real editor, and in a process of its own against
 * an editor API that does nothing: that is the extension's own part, and where what it does can be counted.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../ci/stages.mjs';
import { run } from '../editor-host/cache.mjs';
import { median, timeNode } from './support/measure.mjs';

const rounds = 5;
const editorRounds = 3;

const measured = path.join(root, 'out', 'bench', 'activation.json');

export async function bench() {
  return [await inEditor(), ...(await alone())];
}

async function inEditor() {
  const values = [];
  let version;
  for (let round = 0; round < editorRounds; round++) {
    rmSync(measured, { force: true });
    await run(process.execPath, [path.join(root, 'scripts', 'editor-test.mjs'), '--no-build', 'startup'], {
      cwd: root,
    });
    const result = JSON.parse(readFileSync(measured, 'utf8'));
    values.push(result.ms);
    version = result.version;
  }
  const ours = median(values);
  return {
    what: 'activation in the editor',
    ours,
    unit: 'ms',
    budget: '≤ 100 ms',
    ok: ours <= 100,
    note: `VS Code ${version}, median of ${editorRounds} starts`,
  };
}

async function alone() {
  const runs = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await timeNode([
      path.join(root, 'scripts', 'bench', 'support', 'activate.mjs'),
      path.join(root, 'dist', 'extension.cjs'),
    ]);
    runs.push(JSON.parse(stdout));
  }
  const total = median(runs.map((run) => run.total));
  const effects = runs.flatMap((run) => run.effects);
  const parts = `load ${median(runs.map((run) => run.load)).toFixed(1)} ms, call ${median(runs.map((run) => run.call)).toFixed(1)} ms; API without effect`;
  return [
    {
      what: 'activation, own part',
      ours: total,
      unit: 'ms',
      budget: '≤ 100 ms',
      ok: total <= 100 && runs.every((run) => run.registered > 0),
      note: parts,
    },
    {
      what: 'connections, processes and scans while activating',
      ours: effects.length,
      unit: '',
      budget: '0',
      ok: effects.length === 0,
      ...(effects.length > 0 && { note: [...new Set(effects)].join(', ') }),
    },
  ];
}
