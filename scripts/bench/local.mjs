/**
 * The local platform with 10,000 services: how long a page of `/services` takes over HTTP, for each view and filter, and
 * how many requests and events it gives in a second. The program is the built command-line tool, as people run it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
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
    for (const [what, query] of Object.entries(queries)) rows.push(await page(ask, what, query));
    rows.push(await throughput(ask));
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
  return async (route, options = {}) => {
    const response = await fetch(url + route, { ...options, headers: { ...headers, ...options.headers } });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
    return text;
  };
}

/** Page after page, so that none is answered from what was just asked. */
async function page(ask, what, query) {
  const times = [];
  let token = '';
  let items = 0;
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
  };
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
