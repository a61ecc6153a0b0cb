/** What a log of 10,000 lines a second costs the real extension host, as the suite `logs` of the editor measures it. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../ci/stages.mjs';

export async function bench() {
  const script = path.join(root, 'scripts', 'editor-test.mjs');
  const title = 'of 10,000 lines a second';
  const output = await outputOf([script, 'logs', '--no-build', '--grep', title]);
  const [, found] = /flood (\{.*\})/.exec(output) ?? [];
  if (found === undefined) throw new Error(`The suite measured nothing:\n${output}`);
  return rows(JSON.parse(found));
}

function outputOf(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (part) => (text += String(part)));
    child.on('error', reject);
    child.on('close', () => resolve(text));
  });
}

function rows({ rate, p99, max, busy, heap }) {
  const note = `${rate} lines a second over 10 s, host busy ${busy} %`;
  const row = (what, ours, most, unit) => ({
    what,
    ours,
    unit,
    budget: `≤ ${most} ${unit}`,
    ok: ours <= most,
    note,
  });
  return [
    row('extension host loop while a log floods, p99', p99, 50, 'ms'),
    row('extension host loop while a log floods, longest', max, 200, 'ms'),
    row('memory that a flooded log takes', heap, 150, 'MB'),
  ];
}
