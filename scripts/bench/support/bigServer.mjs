/**
 * A platform of many services for measurements, in a process of its own: `node bigServer.mjs COUNT`. Prints its URL.
 * `POST /bench?rate=50&seconds=60` changes one service after another and tells each change over the stream.
 */
import { createServer } from 'node:http';

const count = Number(process.argv[2] ?? 10_000);
const time = '2026-01-01T00:00:00Z';
const nameOf = (index) => `service-${String(index).padStart(5, '0')}`;
const services = new Map(
  Array.from({ length: count }, (_, index) => [nameOf(index), { health: 'Healthy', version: 0 }]),
);
const streams = new Set();
let sequence = 0;

const service = (name) => ({
  name,
  title: `The service ${name}`,
  owner: 'group:default/shop',
  environments: ['development', 'staging', 'production'].map((environment) => ({
    environment,
    health: services.get(name).health,
    current: {
      id: `dep_${name}_${environment}`,
      state: 'Deployed',
      version: `1.${services.get(name).version}.0`,
      finishedAt: time,
    },
    urls: [`https://${name}.${environment}.example.com`],
  })),
});
const names = [...services.keys()];

function page(url) {
  const asked = url.searchParams
    .get('names')
    ?.split(',')
    .filter((name) => services.has(name));
  const all = asked ?? names;
  const size = Number(url.searchParams.get('pageSize') ?? 50);
  const from = Number(url.searchParams.get('pageToken') ?? 0);
  const next = from + size;
  return {
    items: all.slice(from, next).map(service),
    ...(next < all.length && { nextPageToken: String(next) }),
  };
}

const answers = {
  '/v1/': () => ({
    name: 'big',
    contractVersion: '0.1.0',
    capabilities: {
      services: { level: 'Read' },
      environments: { level: 'Read' },
      watch: { level: 'Stream' },
    },
  }),
  '/v1/services': page,
  '/v1/environments': () => ({
    items: ['development', 'staging', 'production'].map((name, order) => ({
      name,
      type: name,
      production: name === 'production',
      order,
    })),
  }),
  '/v1/truth': () => Object.fromEntries(services),
};

function change(index) {
  const name = nameOf((index * 7919) % count);
  const known = services.get(name);
  services.set(name, {
    health: known.health === 'Healthy' ? 'Degraded' : 'Healthy',
    version: known.version + 1,
  });
  const event = {
    specversion: '1.0',
    id: String(++sequence),
    sequence: String(sequence),
    source: '/',
    type: 'platform.service.changed',
    subject: name,
  };
  for (const stream of streams) stream.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
}

function run(rate, seconds) {
  return new Promise((resolve) => {
    const started = performance.now();
    let told = 0;
    const timer = setInterval(() => {
      const due = Math.min(rate * seconds, ((performance.now() - started) / 1000) * rate);
      while (told < due) change(told++);
      if (told < rate * seconds) return;
      clearInterval(timer);
      resolve(told);
    }, 5);
  });
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  if (url.pathname === '/v1/watch') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
    return;
  }
  if (url.pathname === '/bench') {
    run(Number(url.searchParams.get('rate')), Number(url.searchParams.get('seconds'))).then((told) =>
      response.end(String(told)),
    );
    return;
  }
  const answer = answers[url.pathname]?.(url);
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? {}));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}/v1\n`));
