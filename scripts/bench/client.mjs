/**
 * The client: what it costs against the bare `fetch`, how many changes its store takes, and what 10,000 services with
 * 50 events a second for a minute do to the process that looks at them.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../ci/stages.mjs';
import { median, timeNode } from './support/measure.mjs';

const support = path.join(root, 'scripts', 'bench', 'support');
const probe = path.join(root, 'out', 'bench', 'clientProbe.mjs');
const services = 10_000;
const rounds = 5;

export async function bench() {
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
  const server = await startServer();
  try {
    return [...(await overhead(server.url)), await store(), ...(await load(server.url))];
  } finally {
    server.stop();
  }
}

async function ask(...args) {
  const { stdout } = await timeNode(['--expose-gc', probe, ...args]);
  return JSON.parse(stdout);
}

async function overhead(url) {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push(await ask('overhead', url));
  const of = (name) => median(runs.map((run) => run[name]));
  const row = (what, name, peer, most) => {
    const more = median(runs.map((run) => run[name] - run[peer]));
    return {
      what,
      ours: of(name),
      peer: of(peer),
      unit: 'ms',
      ratio: median(runs.map((run) => run[name] / run[peer])),
      budget: `≤ ${most} ms more than bare fetch`,
      ok: more <= most,
    };
  };
  return [
    row('small call, fetch transport', 'fetchSmall', 'bareSmall', 1),
    row('page of 200 services, fetch transport', 'fetchPage', 'barePage', 5),
    row('small call, undici transport', 'undiciSmall', 'bareSmall', 1),
    row('page of 200 services, undici transport', 'undiciPage', 'barePage', 5),
  ];
}

async function store() {
  const runs = [];
  for (let round = 0; round < rounds; round++) runs.push((await ask('store')).perSecond);
  const ours = median(runs);
  return {
    what: 'changes of a picture of 10,000 services',
    ours,
    unit: '1/s',
    budget: '≥ 100 /s (5× what the picture asks)',
    ok: ours >= 100,
  };
}

async function load(url) {
  const { told, firstMs, first, lagMs, p99, max, heap, growth, rss, cpu } = await ask('load', url);
  const note = `${services} services, ${told} events in a minute`;
  const most = (what, ours, unit, limit, text = note) => ({
    what,
    ours,
    unit,
    budget: `≤ ${limit} ${unit}`,
    ok: ours <= limit,
    note: text,
  });
  return [
    most(
      'first picture of 10,000 services',
      firstMs,
      'ms',
      5_000,
      `loop p99 ${Math.round(first.p99)} ms, max ${Math.round(first.max)} ms`,
    ),
    most('event loop under load, p99', p99, 'ms', 50),
    most('event loop under load, max', max, 'ms', 200),
    most('from the last event to the true picture', lagMs, 'ms', 1_000),
    most('heap of the picture', heap, 'MB', 100, `resident ${Math.round(rss)} MB`),
    most('growth of the heap in that minute', growth, 'MB', 20),
    most('processor, of one core', cpu * 100, '%', 25),
  ];
}

/** In a process of its own, so that only the client is measured. */
async function startServer() {
  const child = spawn(process.execPath, [path.join(support, 'bigServer.mjs'), String(services)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error('the server of the measurement ended')));
  });
  return { url, stop: () => child.kill() };
}
