/**
 * The Read level of the platform API in plain Node.
 *   node server.mjs            on port 8080, or the one in PORT
 *   TOKEN=… node server.mjs    wants that bearer token
 * Services and environments come from the two files beside it: read them from your own source instead.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const { TOKEN: token = '', PORT: port = '8080' } = process.env;
const read = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));
const listServices = () => read('services.json');
const listEnvironments = () => read('environments.json');

const info = {
  name: 'example',
  title: 'Example platform',
  contractVersion: '0.2.0',
  auth: { type: token ? 'token' : 'none' },
  // Nothing here: what is not listed is not offered, and the editor hides it.
  capabilities: {},
};

/** A refusal: `code` is one of the types that the contract lists. */
const problem = (status, code, detail) => ({
  status,
  type: 'application/problem+json',
  body: { type: `/problems/${code}`, title: code, status, detail },
});
const ok = (body) => ({ status: 200, type: 'application/json', body });

async function answer(path, query) {
  const [first, name, ...more] = path;
  if (first === undefined) return ok(info);
  if (first === 'environments' && name === undefined) return ok({ items: await listEnvironments() });
  if (first === 'services' && name === undefined) {
    const names = query.get('names')?.split(',');
    const items = (await listServices()).filter((each) => !names || names.includes(each.name));
    return ok({ items });
  }
  if (first === 'services' && more.length === 0) {
    const service = (await listServices()).find((each) => each.name === name);
    if (service) return ok(service);
    return problem(404, 'not-found', `There is no service "${name}".`);
  }
  return problem(404, 'not-found', 'There is nothing here.');
}

function isAllowed(request) {
  const digest = (text) => createHash('sha256').update(text).digest();
  return !token || timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));
}

async function handle(request) {
  const url = new URL(request.url, 'http://localhost');
  const [version, ...path] = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problem(501, 'not-implemented', 'This platform can only be read.');
  }
  if (version !== 'v1') return problem(404, 'not-found', 'The API is at /v1.');
  if (path.length > 0 && !isAllowed(request))
    return problem(401, 'unauthenticated', 'Send the bearer token.');
  return answer(path, url.searchParams);
}

function send(request, response, { status, type, body }) {
  const text = JSON.stringify(body);
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  const known = (request.headers['if-none-match'] ?? '')
    .split(/\s*,\s*/)
    .map((tag) => tag.replace(/^W\//, ''));
  if (status === 200 && known.includes(etag)) return response.writeHead(304, { ETag: etag }).end();
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-cache, private',
    ...(status === 200 && { ETag: etag }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
  });
  return response.end(text);
}

const server = createServer((request, response) => {
  handle(request)
    .catch((error) =>
      error instanceof URIError
        ? problem(404, 'not-found', 'The path is not well formed.')
        : problem(500, 'internal', 'The platform failed.'),
    )
    .then((result) => send(request, response, result));
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/v1`);
});
