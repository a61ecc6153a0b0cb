/**
 * The Deploy level of the platform API in plain Node, over a small platform that hosts static websites (hosting.mjs).
 *   TOKEN=… node server.mjs      on port 8080, or the one in PORT; state in ./data, or the folder in DATA
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environments, Hosting } from './hosting.mjs';
import { Refusal } from './refusal.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const { TOKEN: token, PORT: port = '8080', DATA: data = path.join(here, 'data') } = process.env;
if (!token) {
  console.error('Give a token: TOKEN=… node server.mjs');
  process.exit(2);
}
const hosting = new Hosting({ releases: path.join(here, 'releases'), data });
await hosting.open();

const info = {
  name: 'hosting',
  title: 'Website hosting',
  contractVersion: '0.2.0',
  auth: { type: 'token' },
  capabilities: {
    deployments: {
      level: 'Write',
      kinds: ['Deploy', 'Promote', 'Rollback', 'Restart'],
      dryRun: true,
      idempotency: true,
    },
    operations: { level: 'Stream' },
  },
  limits: { maxPageSize: 200, idempotencyKeyTtlSeconds: 86400 },
};

/** Method and path below /v1; each gives `{ status, body, headers }`, or `{ stream }`. */
const routes = [
  ['GET', '/', () => ({ body: info })],
  ['GET', '/environments', ({ query }) => ({ body: page(environments, query) })],
  [
    'GET',
    '/services',
    async ({ query }) => {
      const names = query.get('names')?.split(',');
      const all = await hosting.services();
      return {
        body: page(
          all.filter(({ name }) => !names || names.includes(name)),
          query,
        ),
      };
    },
  ],
  ['GET', '/services/:service', async ({ service }) => ({ body: await hosting.service(service) })],
  [
    'GET',
    '/services/:service/deployments',
    async ({ service, query }) => {
      await hosting.service(service);
      const wanted = (each) =>
        ['state', 'kind'].every((key) => !query.get(key) || query.get(key) === each[key]);
      return { body: page(hosting.history(service, query.get('environment')).filter(wanted), query) };
    },
  ],
  [
    'GET',
    '/services/:service/deployments/:id',
    ({ service, id }) => {
      const found = hosting.history(service, null).find((each) => each.id === id);
      if (found) return { body: found };
      throw new Refusal(404, 'not-found', `There is no deployment "${id}".`);
    },
  ],
  [
    'POST',
    '/services/:service/deployments',
    async ({ service, query, headers, body }) => {
      if (query.get('dryRun') === 'true') return { body: await hosting.plan(service, await body()) };
      const key = headers['idempotency-key'];
      if (!key) throw new Refusal(400, 'idempotency-key-missing', 'Send an Idempotency-Key.');
      const operation = await hosting.deploy(service, await body(), key);
      return {
        status: 202,
        body: operation,
        headers: { Location: `/v1/operations/${operation.id}`, 'Retry-After': '1' },
      };
    },
  ],
  [
    'GET',
    '/operations',
    ({ query }) => {
      const all = [...hosting.operations.values()].map(({ operation }) => operation).reverse();
      const wanted = (each) =>
        ['service', 'environment', 'state'].every((key) => !query.get(key) || query.get(key) === each[key]);
      return { body: page(all.filter(wanted), query) };
    },
  ],
  ['GET', '/operations/:id', ({ id }) => ({ body: hosting.operation(id) })],
  ['POST', '/operations/:id/cancel', ({ id }) => ({ body: hosting.cancel(id) })],
  [
    'GET',
    '/operations/:id/events',
    ({ id, query, headers }) => {
      const after = Number(headers['last-event-id'] ?? query.get('after') ?? 0) || 0;
      const past = hosting.events(id).filter((event) => Number(event.id) > after);
      if (!headers.accept?.includes('text/event-stream')) return { body: { items: past } };
      return { stream: (response) => follow(id, past, response) };
    },
  ],
];

/** One page of a list; the token is where the next one starts. */
function page(items, query) {
  const size = Math.min(Number(query.get('pageSize') ?? 0) || 50, 200);
  const token = query.get('pageToken');
  const start = token === null ? 0 : Number(/^after-(\d+)$/.exec(token)?.[1]);
  if (!(start >= 0)) throw new Refusal(400, 'invalid-request', 'This page token is not of this list.');
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { nextPageToken: `after-${end}` }) };
}

/** Past events, then live ones; the stream ends after `done`. */
function follow(id, past, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const ping = setInterval(() => response.write(': ping\n\n'), 15_000);
  const send = (event) => {
    response.write(`id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    if (event.type === 'done') response.end();
  };
  const stop = hosting.onEvent(id, send);
  response.once('close', () => {
    stop();
    clearInterval(ping);
  });
  past.forEach(send);
  if (hosting.operation(id).done) response.end();
}

function match(pattern, pathname) {
  const [wanted, given] = [pattern, pathname].map((each) => each.split('/').filter(Boolean));
  if (wanted.length !== given.length) return undefined;
  const values = {};
  const fits = wanted.every((part, index) => {
    if (!part.startsWith(':')) return part === given[index];
    values[part.slice(1)] = decodeURIComponent(given[index]);
    return true;
  });
  return fits ? values : undefined;
}

function checkToken({ authorization = '' }) {
  const digest = (text) => createHash('sha256').update(text).digest();
  if (timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))) return;
  throw new Refusal(401, 'unauthenticated', 'Send the bearer token.');
}

async function readJson(request) {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new Refusal(415, 'unsupported-media-type', 'Send JSON.');
  }
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 1_000_000) throw new Refusal(413, 'invalid-request', 'The body is too large.');
  }
  try {
    const body = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw new Refusal(400, 'invalid-request', 'The body is not a JSON object.');
}

async function handle(request) {
  const { pathname, searchParams: query } = new URL(request.url, 'http://localhost');
  const below = pathname.replace(/^\/v1(?=\/|$)/, '');
  if (below === pathname) throw new Refusal(404, 'not-found', 'The API is at /v1.');
  if (below.replace(/\/$/, '') !== '') checkToken(request.headers);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  let isKnown = false;
  for (const [wanted, pattern, run] of routes) {
    const values = match(pattern, below);
    if (!values) continue;
    isKnown = true;
    const { headers } = request;
    if (wanted === method) return run({ ...values, query, headers, body: () => readJson(request) });
  }
  if (isKnown) throw new Refusal(501, 'not-implemented', `${method} is not offered here.`);
  throw new Refusal(404, 'not-found', 'There is nothing here.');
}

function refused(error) {
  if (error instanceof Refusal) return error;
  if (error instanceof URIError) return new Refusal(404, 'not-found', 'The path is not well formed.');
  console.error(error);
  return new Refusal(500, 'internal', 'The platform failed; its log says why.');
}

function send(request, response, { status = 200, type = 'application/json', body, headers = {} }) {
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  const known = (request.headers['if-none-match'] ?? '')
    .split(/\s*,\s*/)
    .map((tag) => tag.replace(/^W\//, ''));
  const isRead = status === 200 && request.method === 'GET';
  if (isRead && known.includes(etag)) {
    response.writeHead(304, { ETag: etag }).end();
    return;
  }
  const cache = isRead ? { ETag: etag, 'Cache-Control': 'no-cache, private' } : {};
  response.writeHead(status, { 'Content-Type': type, ...cache, ...headers }).end(text);
}

const server = createServer(async (request, response) => {
  try {
    const answer = await handle(request);
    if (answer.stream) answer.stream(response);
    else send(request, response, answer);
  } catch (error) {
    const { status, problem } = refused(error);
    const headers = status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
    send(request, response, { status, type: 'application/problem+json', body: problem, headers });
  }
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/v1`);
});
