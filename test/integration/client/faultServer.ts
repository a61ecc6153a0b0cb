import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Behaviour = (response: ServerResponse, request: SeenRequest) => void | Promise<void>;

/** A server that misbehaves as told: the n-th request meets the n-th behaviour, further ones the last. */
export class FaultServer {
  readonly seen: SeenRequest[] = [];
  #behaviours: readonly Behaviour[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** Starts on a port of its own and gives the API root. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  will(...behaviours: readonly Behaviour[]): void {
    this.seen.length = 0;
    this.#behaviours = behaviours;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    const behaviour = this.#behaviours[Math.min(this.seen.length, this.#behaviours.length - 1)];
    this.seen.push(seen);
    if (!behaviour) throw new Error('No behaviour was told.');
    await behaviour(response, seen);
  }
}

export function json(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };
}

export function problem(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return json({ type: `/problems/${code}`, title: code, status }, status, {
    'content-type': 'application/problem+json',
    ...headers,
  });
}

/** Sends stream text and leaves the connection open, or breaks it. */
export function stream(text: string, then: 'stay' | 'close' | 'break' = 'stay'): Behaviour {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(text, () => {
      if (then === 'close') response.end();
      if (then === 'break') response.destroy();
    });
  };
}
