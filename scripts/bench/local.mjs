/**
 * The local platform with 10,000 services: how long a page of `/services` takes over HTTP, for each view and filter, and
 * how many pages and changes it gives in a second. The program is the built command-line tool, as people run it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { performance } from 'node:perf_hooks';
import { root } from '../ci/stages.mjs';
import { writeSeed } from './support/localSeed.mjs';

const services = 10_000;
const rounds = 60;
const budgetMs = 50;
const queries = {
  'view=Basic': 'view=Basic',
  'view=Summary': 'view=Summary',
  'view=Full, 200 a page': 'view=Full&pageSize=200',
  owner: 'owner=group:default/team-7',
  system: 'system=system-3',
  type: 'type=worker',
  tier: 'tier=1',
  lifecycle: 'lifecycle=production',
  environment: 'environment=production',
  health: 'health=Missing',
  repository: 'repository=git@example.com:org/repo-12.git',
  names: `names=${Array.from({ length: 100 }, (_, index) => `service-${index * 97}`).join(',')}`,
  q: 'q=number+77',
  labelSelector: `labelSelector=${encodeURIComponent('zone in (a,b),!old,tier!=2')}`,
};

export async function bench() {
  const data = mkdtempSync(path.join(os.tmpdir(), 'golden-path-bench-'));
  writeSeed(data, services);
  const child = spawn(
    process.execPath,
    [path.join(root, 'dist', 'cli.cjs'), 'platform', 'start', '--data', data, '--format', 'json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    const started = JSON.parse(await firstLine(child));
    const token = readFileSync(started.tokenFile, 'utf8').trim();
    const ask = asker(started.url, { Authorization: `Bearer ${token}` });
    const rows = [];
    for (const [what, query] of Object.entries(queries)) rows.push(await page(ask, what, query, child.pid));
    rows.push(await throughput(ask), await changes(ask));
    return rows;
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

function firstLine(child) {
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The platform ended with ${code}.`)));
  });
}

function asker(url, headers) {
  const ask = async (route, options = {}) => {
    const response = await fetch(url + route, { ...options, headers: { ...headers, ...options.headers } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
    return text;
  };
  return Object.assign(ask, {
    /** Counts changes of incidents until it is told to stop. */
    async watch(signal, heard) {
      const accept = { ...headers, Accept: 'text/event-stream' };
      const response = await fetch(`${url}/watch`, { headers: accept, signal });
      try {
        for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
          if (line.startsWith('data:') && line.includes('platform.incident.changed')) heard();
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  });
}

/** Page after page, so that none is answered from what was just asked. */
async function page(ask, what, query, pid) {
  const times = [];
  let token = '';
  let items = 0;
  const before = processorMs(pid);
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const text = await ask(`/services?${query}${token}`);
    if (round > 1) times.push(performance.now() - start);
    const answer = JSON.parse(text);
    items += answer.items.length;
    token = answer.nextPageToken ? `&pageToken=${encodeURIComponent(answer.nextPageToken)}` : '';
  }
  if (items === 0) throw new Error(`${what} finds nothing.`);
  const ours = times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)];
  return {
    what: `local platform, page of 10,000 services: ${what}, p95`,
    ours,
    unit: 'ms',
    budget: `≤ ${budgetMs} ms`,
    ok: ours <= budgetMs,
    ...(before !== undefined && {
      note: `${((processorMs(pid) - before) / rounds).toFixed(1)} ms of the processor a page`,
    }),
  };
}

/** Processor time of a process so far, which other programs do not lengthen; Linux only. */
function processorMs(pid) {
  if (process.platform !== 'linux') return undefined;
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')
    .at(-1)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

async function throughput(ask) {
  const until = performance.now() + 3_000;
  let count = 0;
  const work = async () => {
    while (performance.now() < until) {
      await ask('/services?pageSize=50');
      count++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const ours = count / 3;
  return {
    what: 'local platform, pages of 50 of 10,000 services, 8 at once',
    ours,
    unit: '1/s',
    budget: '≥ 50 /s',
    ok: ours >= 50,
  };
}

/** Comments on incidents: each is on the disk before it is answered, and told to whoever watches. */
async function changes(ask) {
  const ids = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const body = JSON.stringify({ title: 'Slow', service: `service-${index}`, environment: 'production' });
      return JSON.parse(await ask('/incidents', { method: 'POST', body, headers: json })).id;
    }),
  );
  const stop = new AbortController();
  let told = 0;
  const watching = ask.watch(stop.signal, () => told++);
  const start = performance.now();
  let count = 0;
  const work = async () => {
    while (performance.now() < start + 3_000) {
      const body = JSON.stringify({ comment: `Comment ${count}` });
      await ask(`/incidents/${ids[count++ % ids.length]}`, { method: 'PATCH', body, headers: json });
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const seconds = (performance.now() - start) / 1_000;
  const deadline = performance.now() + 2_000;
  while (told < count && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort();
  await watching;
  const ours = Math.min(count, told) / seconds;
  return {
    what: 'local platform throughput: changes on the disk and told on /watch, 10,000 services, 8 at once',
    ours,
    unit: 'events/s',
    budget: '≥ 50 /s',
    ok: ours >= 50,
  };
}

const json = { 'Content-Type': 'application/json' };
