/** A platform of many services, and the probe that looks at it, each in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../../ci/stages.mjs';
import { timeNode } from './measure.mjs';

const support = path.join(root, 'scripts', 'bench', 'support');
const probe = path.join(root, 'out', 'bench', 'clientProbe.mjs');

/** What one run of the probe prints. */
export async function ask(...args) {
  const { stdout } = await timeNode(['--expose-gc', probe, ...args]);
  return JSON.parse(stdout);
}

/** Gives `work` the URL of a platform of so many services, which ends with it. */
export async function withBigServer(services, work) {
  await buildProbe();
  const child = spawn(process.execPath, [path.join(support, 'bigServer.mjs'), String(services)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise((resolve, reject) => {
      child.stdout.once('data', (chunk) => resolve(chunk.toString().trim()));
      child.once('exit', () => reject(new Error('the server of the measurement ended')));
    });
    return await work(url);
  } finally {
    child.kill();
  }
}

async function buildProbe() {
  mkdirSync(path.dirname(probe), { recursive: true });
  await build({
    entryPoints: [path.join(support, 'clientProbe.mjs')],
    outfile: probe,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
    logLevel: 'warning',
  });
}
