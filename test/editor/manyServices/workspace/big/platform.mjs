/**
 * A platform of many services, each in four environments, in a process of its own: the extension host's time is not
 * spent on it. The first line it prints is its address. `POST /degrade?count=N` makes the first N services degraded and
 * tells it over the stream of changes; `GET /requests?from=N` gives path and query of what was asked since.
 */
import { createServer } from 'node:http';

const services = Number(process.argv[2]);
const time = '2026-01-01T00:00:00Z';
const environments = ['development', 'test', 'staging', 'production'];
const names = Array.from({ length: services }, (_, index) => `service-${String(index).padStart(5, '0')}`);
const known = new Set(names);
const degraded = new Set();
const requests = [];
const streams = new Set();
let lastId = 0;

const service = (name) => ({
  name,
  owner: 'group:default/shop',
  environments: environments.map((environment, index) => ({
    environment,
    health: index === 0 && degraded.has(name) ? 'Degraded' : 'Healthy',
    current: { id: `dep_${name}_${environment}`, state: 'Deployed', version: '1.0.0', finishedAt: time },
  })),
});

function page({ searchParams }) {
  const asked = searchParams.get('names')?.split(',') ?? names;
  const found = asked.filter((name) => known.has(name));
  const from = Number(searchParams.get('pageToken') ?? 0);
  const next = from + Number(searchParams.get('pageSize') ?? 50);
  return {
    items: found.slice(from, next).map(service),
    ...(next < found.length && { nextPageToken: String(next) }),
  };
}

function degrade(count) {
  const lines = names.slice(0, count).map((name) => {
    degraded.add(name);
    const id = String(++lastId);
    const type = 'platform.service.changed';
    const event = { specversion: '1.0', id, source: '/v1', type, subject: name, time };
    return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
  });
  for (const stream of streams) stream.write(lines.join(''));
}

const answers = {
  '/v1': () => ({
    name: 'big',
    contractVersion: '0.1.0',
    capabilities: {
      services: { level: 'Read' },
      environments: { level: 'Read' },
      deployments: { level: 'Read' },
      watch: { level: 'Stream' },
    },
  }),
  '/v1/services': page,
  '/v1/environments': () => ({
    items: environments.map((name, order) => ({
      name,
      type: name,
      production: name === 'production',
      order,
    })),
  }),
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const json = (status, type, body) =>
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  if (url.pathname === '/requests') {
    json(200, 'application/json', requests.slice(Number(url.searchParams.get('from') ?? 0)));
    return;
  }
  if (url.pathname === '/degrade') {
    degrade(Number(url.searchParams.get('count')));
    json(200, 'application/json', {});
    return;
  }
  requests.push(`${url.pathname}${url.search}`);
  if (url.pathname === '/v1/watch') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
    return;
  }
  const answer = answers[url.pathname.replace(/\/$/, '')];
  if (answer) json(200, 'application/json', answer(url));
  else json(404, 'application/problem+json', { type: 'not-found', title: 'Not found', status: 404 });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.stdin.resume().on('end', () => process.exit());
