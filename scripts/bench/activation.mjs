/**
 * Activation of the shipped entry: load, call and resolve. Measured in a child process against an editor API that does
 * nothing, so it is the extension's own part; the editor adds the same for every extension.
 */
import path from 'node:path';
import { root } from '../ci/stages.mjs';
import { median, timeNode } from './support/measure.mjs';

const rounds = 5;

export async function bench() {
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
  const parts = `load ${median(runs.map((run) => run.load)).toFixed(1)} ms, call ${median(runs.map((run) => run.call)).toFixed(1)} ms; own process, API without effect`;
  return [
    {
      what: 'activation',
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
