import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('./public/', import.meta.url));
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};
const headers = {
  'Content-Security-Policy': "default-src 'self'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** A file of public/ for a path; `undefined` when there is none. No path leads out of public/. */
async function find(pathname) {
  try {
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    const file = await realpath(path.join(root, decodeURIComponent(name)));
    return file.startsWith(await realpath(root)) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}

export function createSite() {
  return http.createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const file = await find(new URL(request.url ?? '/', 'http://localhost').pathname);
    const shown = file ?? path.join(root, '404.html');
    const type = types[path.extname(shown)] ?? 'application/octet-stream';
    const cache = shown.endsWith('.html') ? 'no-cache' : 'public, max-age=3600';
    response.writeHead(file ? 200 : 404, { ...headers, 'Content-Type': type, 'Cache-Control': cache });
    if (request.method === 'HEAD') response.end();
    else createReadStream(shown).pipe(response);
  });
}
