import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A web server with the one mapping that static files need: a path is the file `index.json` in the folder of its name. */
export async function serveFolder(folder: string): Promise<{ readonly root: string; stop(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(folder, decodeURIComponent(pathname), 'index.json');
    const read =
      file.startsWith(folder) && !file.includes('\0') ? readFile(file) : Promise.reject(new Error());
    read.then(
      (text) => {
        const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 12)}"`;
        if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
        else response.writeHead(200, { etag, 'content-type': 'application/json' }).end(text);
      },
      () => response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
