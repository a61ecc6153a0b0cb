/** What the measurements share: a production build, medians, and a timed child process. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../ci/stages.mjs';
import { run } from '../../editor-host/cache.mjs';

/** Builds dist/ as it is shipped. */
export async function buildForBench() {
  for (const args of [['generate.mjs'], ['build.mjs', '--production']]) {
    await run(process.execPath, [path.join(root, 'scripts', args[0]), ...args.slice(1)], { cwd: root });
  }
}

export { median } from './median.mjs';

/** Runs Node with these arguments to its end; its standard output and how long it took, in milliseconds. */
export function timeNode(args, env = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const ms = performance.now() - start;
      if (code === 0) resolve({ ms, stdout: output.stdout });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}: ${output.stderr}`));
    });
  });
}
