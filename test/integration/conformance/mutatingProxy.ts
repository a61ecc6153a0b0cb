import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Below the API root. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a server does wrong. */
export interface Mutation {
  answer?(asked: Asked, forward: (asked: Asked) => Promise<Answered>): Promise<Answered>;
  /** What becomes of each event of a stream: its text without the empty line, or nothing. */
  event?(text: string, asked: Asked): string | undefined;
  /** Of streams, before they go out. */
  streamHeaders?(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** What the server is asked for a stream. */
  streamRequest?(asked: Asked): Asked;
}

/** Stands before a good server and breaks one thing. */
export class MutatingProxy {
  readonly #target: string;
  readonly #server: http.Server;
  mutation: Mutation = {};

  /** `target` is an API root. */
  constructor(target: string) {
    this.#target = target;
    this.#server = http.createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const asked = await askedOf(request);
    if (asked.headers['accept']?.includes('text/event-stream')) {
      await this.#stream(asked, response);
      return;
    }
    const forward = (each: Asked): Promise<Answered> => this.#forward(each);
    const { status, headers, body } = await (this.mutation.answer?.(asked, forward) ?? forward(asked));
    response.writeHead(status, headers).end(body);
  }

  async #forward(asked: Asked): Promise<Answered> {
    const upstream = await this.#send(asked);
    return { status: upstream.statusCode ?? 0, headers: headersOf(upstream), body: await textOf(upstream) };
  }

  async #stream(asked: Asked, response: http.ServerResponse): Promise<void> {
    const upstream = await this.#send(this.mutation.streamRequest?.(asked) ?? asked);
    response.once('close', () => upstream.destroy());
    const headers = headersOf(upstream);
    response.writeHead(upstream.statusCode ?? 0, this.mutation.streamHeaders?.(headers) ?? headers);
    response.flushHeaders();
    let text = '';
    for await (const chunk of upstream) {
      text += String(chunk);
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const kept = this.mutation.event ? this.mutation.event(block, asked) : block;
        if (kept !== undefined) response.write(`${kept}\n\n`);
      }
    }
    response.end();
  }

  #send({ method, path, query, headers, body }: Asked): Promise<http.IncomingMessage> {
    const search = query.size > 0 ? `?${query.toString()}` : '';
    const url = new URL(this.#target);
    return new Promise((resolve, reject) => {
      const kept = omit(headers, 'host');
      const request = http.request(
        {
          host: url.hostname,
          port: url.port,
          method,
          path: `${url.pathname}${path}${search}`,
          headers: kept,
        },
        resolve,
      );
      request.once('error', reject);
      request.end(body);
    });
  }
}

async function askedOf(request: http.IncomingMessage): Promise<Asked> {
  const [pathname = '', search = ''] = (request.url ?? '').split('?', 2);
  return {
    method: request.method ?? 'GET',
    path: pathname.replace(/^\/v1/, '') || '/',
    query: new URLSearchParams(search),
    headers: headersOf(request),
    body: await textOf(request),
  };
}

function headersOf(message: http.IncomingMessage): Record<string, string> {
  const known = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  const headers = Object.fromEntries(known) as Record<string, string>;
  return omit(headers, 'connection', 'keep-alive', 'content-length', 'transfer-encoding');
}

/** A copy without some keys. */
export function omit<T>(object: Readonly<Record<string, T>>, ...keys: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

async function textOf(message: http.IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return text;
}
