import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { t } from '../../base/l10n.js';
import type { LaunchRoute } from './launch.js';
import { Passages } from './passages.js';

/** The reverse proxy behind resources of the types `dns` and `route`: one port, services by host name and path. */
export class Gateway {
  readonly #routes = new Map<string, readonly LaunchRoute[]>();
  readonly #server = http.createServer((request, response) => this.#forward(request, response));
  #port = 0;
  /** What goes through here and through relays. */
  readonly passages = new Passages();

  get port(): number {
    return this.#port;
  }

  /** Listens on 127.0.0.1, on the port of last time if it is free. */
  async start(known: number | undefined): Promise<void> {
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
    try {
      await this.#listen(known ?? 0);
    } catch {
      await this.#listen(0);
    }
    const address = this.#server.address();
    this.#port = typeof address === 'object' && address ? address.port : 0;
  }

  /** The routes of one service in one environment from now on. */
  setRoutes(key: string, routes: readonly LaunchRoute[]): void {
    if (routes.length === 0) this.#routes.delete(key);
    else this.#routes.set(key, routes);
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }

  #find(request: IncomingMessage): LaunchRoute | undefined {
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    return [...this.#routes.values()]
      .flat()
      .filter((route) => route.host === host && startsWithPath(path, route.path))
      .sort((a, b) => b.path.length - a.path.length)[0];
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const route = this.#find(request);
    if (!route) {
      const known = [...new Set([...this.#routes.values()].flat().map(({ host }) => host))].join(', ');
      response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(t('No route leads here. Hosts with routes: {0}.', known || '–'));
      return;
    }
    const passage = this.passages.open(route.port);
    const outgoing = http.request(
      {
        host: 'localhost',
        port: route.port,
        method: request.method,
        path: request.url,
        headers: forwarded(request),
        agent: false,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => {
      if (!response.headersSent) response.writeHead(502, { 'Content-Type': 'text/plain; charset=utf-8' });
      response.end(t('The service does not answer.'));
    });
    response.on('close', () => {
      passage.closed();
      outgoing.destroy();
    });
    request.pipe(outgoing);
  }

  /** WebSockets and the like: from here on the bytes are passed on as they are. */
  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const route = this.#find(request);
    if (!route) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    const passage = this.passages.open(route.port);
    const outgoing = net.connect({ host: 'localhost', port: route.port }, () => {
      const headers = request.rawHeaders.flatMap((value, index, all) =>
        index % 2 === 0 ? [`${value}: ${all[index + 1] ?? ''}`] : [],
      );
      outgoing.write(
        `${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`,
      );
      outgoing.write(head);
      socket.on('data', () => passage.asked());
      outgoing.on('data', () => passage.answered());
      socket.pipe(outgoing).pipe(socket);
    });
    const end = (): void => {
      passage.closed();
      socket.destroy();
      outgoing.destroy();
    };
    outgoing.on('error', end).on('close', end);
    socket.on('error', end).on('close', end);
  }
}

function startsWithPath(path: string, prefix: string): boolean {
  const base = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  return path === base || path.startsWith(`${base}/`);
}

function forwarded(request: IncomingMessage): http.OutgoingHttpHeaders {
  return {
    ...request.headers,
    'x-forwarded-host': request.headers.host,
    'x-forwarded-proto': 'http',
    'x-forwarded-for': request.socket.remoteAddress,
  };
}
