import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certified } from './certificates.js';

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface ProxiedExchange {
  readonly request: ProxiedRequest;
  readonly response: ServerResponse;
  /** Asks the platform behind; its answer as it comes. */
  readonly upstream: () => Promise<IncomingMessage>;
  /** The same with another path or other headers. */
  readonly upstreamWith: (other: Partial<ProxiedRequest>) => Promise<IncomingMessage>;
}

/** What becomes of one exchange. */
export type Fault = (exchange: ProxiedExchange) => Promise<void> | void;

/** Stands between a client and a platform and does what the network does on a bad day. */
export class FaultProxy {
  readonly seen: ProxiedRequest[] = [];
  /** For every request until changed. */
  fault: Fault = pass;
  #target: URL | undefined;
  #port = 0;
  readonly #server: ReturnType<typeof createServer>;
  readonly #scheme: string;

  /** With a certificate it speaks TLS. */
  constructor(certified?: Certified) {
    const answer = (request: IncomingMessage, response: ServerResponse): void =>
      void this.#answer(request, response);
    this.#server = certified ? createSecureServer({ ...certified }, answer) : createServer(answer);
    this.#scheme = certified ? 'https' : 'http';
  }

  /** Starts in front of the platform at `target` and gives the URL to use in its stead. */
  async start(target: string): Promise<string> {
    this.#target = new URL(target);
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  get url(): string {
    const port = (this.#server.address() as AddressInfo | null)?.port ?? this.#port;
    return `${this.#scheme}://127.0.0.1:${port}${this.#target?.pathname ?? ''}`;
  }

  /** The first requests meet these, one each; later ones pass. */
  will(...faults: readonly Fault[]): void {
    this.seen.length = 0;
    const left = [...faults];
    this.fault = (exchange) => (left.shift() ?? pass)(exchange);
  }

  /** Every request that `applies` meets the fault; others pass. */
  always(fault: Fault, applies: (request: ProxiedRequest) => boolean = () => true): void {
    this.seen.length = 0;
    this.fault = (exchange) => (applies(exchange.request) ? fault : pass)(exchange);
  }

  /** Nothing listens any more at its address. */
  async close(): Promise<void> {
    this.#port = (this.#server.address() as AddressInfo).port;
    await this.stop();
  }

  /** Listens again where it did before it was closed. */
  async reopen(): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve));
  }

  /** Breaks every connection of now. */
  drop(): void {
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.drop();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { method = 'GET', url = '/', headers } = incoming;
      const request = { method, path: url, headers, body: Buffer.concat(chunks) };
      this.seen.push(request);
      const upstreamWith = (other: Partial<ProxiedRequest>): Promise<IncomingMessage> =>
        this.#forward({ ...request, ...other }, response);
      await this.fault({ request, response, upstreamWith, upstream: () => upstreamWith({}) });
    } catch {
      response.destroy();
    }
  }

  #forward(
    { method, path, headers, body }: ProxiedRequest,
    response: ServerResponse,
  ): Promise<IncomingMessage> {
    const target = this.#target;
    if (!target) throw new Error('The proxy was not started.');
    return new Promise((resolve, reject) => {
      const onward = httpRequest(
        {
          host: target.hostname,
          port: target.port,
          method,
          path,
          headers: { ...headers, host: target.host },
        },
        resolve,
      );
      onward.on('error', reject);
      response.on('close', () => onward.destroy());
      onward.end(body);
    });
  }
}

/** No fault. */
export const pass: Fault = async ({ response, upstream }) => {
  const answer = await upstream();
  answer.on('error', () => response.destroy());
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  response.flushHeaders();
  answer.pipe(response);
};

/** The platform did its work, and nobody hears of it. */
export const loseAnswer: Fault = async ({ response, upstream }) => {
  const answer = await upstream();
  // To its end: the platform has answered in full.
  answer.resume();
  await once(answer, 'end');
  response.destroy();
};

/** The whole answer of the platform, and the bytes it would have been. */
export async function wholeAnswer(
  exchange: ProxiedExchange,
): Promise<{ readonly answer: IncomingMessage; readonly body: Buffer }> {
  const answer = await exchange.upstream();
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { answer, body: Buffer.concat(chunks) };
}
