/**
 * A platform whose one service writes logs as fast as it is told to, in a process of its own: the extension host's time
 * is not spent on it. The first line it prints is its address. `POST /rate?lines=N` sets the lines a second.
 */
import { createServer } from 'node:http';

const stamp = '2026-01-01T00:00:00Z';
const environment = (name) => ({
  environment: name,
  health: 'Degraded',
  message: 'The readiness probe fails: GET /healthz answers 500.',
  current: { id: `dep_${name}`, state: 'Deployed', version: '1.4.2', finishedAt: stamp },
});
const capability = { level: 'Stream' };
const answers = {
  '/v1': {
    name: 'loud',
    contractVersion: '0.1.0',
    capabilities: {
      services: { level: 'Read' },
      environments: { level: 'Read' },
      logs: capability,
      watch: capability,
    },
  },
  '/v1/services': {
    items: [{ name: 'shop', environments: [environment('development'), environment('staging')] }],
  },
  '/v1/environments': {
    items: [
      { name: 'development', type: 'development', production: false, order: 1 },
      { name: 'staging', type: 'staging', production: false, order: 2 },
    ],
  },
};
const first = [
  ['info', 'a-1', '\u001b[32mlistening\u001b[0m on 8080'],
  ['error', 'a-2', 'Error: the basket is empty'],
  [undefined, 'a-2', '    at price (file:///app/shop/src/basket.js:2:9)'],
  [undefined, 'a-2', '    at Object.<anonymous> (file:///app/elsewhere/nowhere.js:1:1)'],
  ['info', 'a-1', 'user \u202eadmin'],
];

let rate = 0;
let id = 0;
const lineOf = (name, [level, instance, message]) => ({
  id: String(++id).padStart(12, '0'),
  time: new Date().toISOString(),
  message: `${message}${name === 'staging' ? ' (staging)' : ''}`,
  instance,
  stream: level === 'info' ? 'stdout' : 'stderr',
  ...(level && { level }),
});
const event = (line) => `id: ${line.id}\nevent: log\ndata: ${JSON.stringify(line)}\n\n`;

function follow(name, url, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  if (!url.searchParams.has('after')) for (const line of first) response.write(event(lineOf(name, line)));
  let due = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    due += ((now - last) / 1000) * rate;
    last = now;
    const lines = [];
    for (; due >= 1; due--) {
      const level = id % 100 === 0 ? 'error' : 'info';
      lines.push(
        event(lineOf(name, [level, `a-${(id % 3) + 1}`, `GET /baskets/${id} answered 200 in ${id % 97} ms`])),
      );
    }
    if (lines.length > 0) response.write(lines.join(''));
  }, 10);
  response.on('close', () => clearInterval(timer));
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname === '/rate') {
    rate = Number(url.searchParams.get('lines'));
    response.end(String(id));
    return;
  }
  if (url.pathname === '/v1/watch') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
    return;
  }
  const [, name] = /\/v1\/services\/shop\/environments\/(\w+)\/logs$/.exec(url.pathname) ?? [];
  if (name && url.searchParams.get('follow') === 'true') {
    follow(name, url, response);
    return;
  }
  const answer = name
    ? { items: first.map((line) => lineOf(name, line)) }
    : answers[url.pathname.replace(/\/$/, '')];
  const type = answer ? 'application/json' : 'application/problem+json';
  response.writeHead(answer ? 200 : 404, { 'content-type': type });
  response.end(JSON.stringify(answer ?? { type: 'not-found', title: 'Not found', status: 404 }));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.stdin.resume().on('end', () => process.exit());
