import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignInInfo } from '../../../src/model/platform.js';

export interface GuardedPlatformOptions {
  readonly name: string;
  /** What it announces of sign-in. */
  readonly auth?: SignInInfo;
  /** Who a token stands for; without it everybody is let in. */
  readonly personOf?: (token: string) => Promise<string | undefined>;
  readonly services?: readonly string[];
}

/** A platform of the Read level that lets in whom its sign-in server knows, and notes every token that it was sent. */
export class GuardedPlatform {
  readonly tokens = new Set<string>();
  /** Who asked, in order; `-` for a request that was turned away. */
  readonly people: string[] = [];
  /** Takes every connection and answers none. */
  isBlackHole = false;
  options: GuardedPlatformOptions;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(options: GuardedPlatformOptions) {
    this.options = options;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `${this.origin}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isBlackHole) return;
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined) this.tokens.add(token);
    const path = new URL(request.url ?? '/', this.origin).pathname.replace(/\/$/, '');
    if (path === '/v1') {
      send(response, 200, this.#info());
      return;
    }
    const { personOf } = this.options;
    const person = personOf ? token && (await personOf(token)) : 'anybody';
    this.people.push(person ?? '-');
    if (!person) {
      send(response, 401, {
        type: '/problems/unauthenticated',
        title: `No entry for ${token ?? ''}`,
        status: 401,
      });
      return;
    }
    const items = this.#lists()[path];
    if (items) send(response, 200, { items });
    else send(response, 404, { type: '/problems/not-found', title: 'Not found', status: 404 });
  }

  #info(): object {
    const { name, auth } = this.options;
    return { name, contractVersion: '1.0.0', capabilities: {}, ...(auth && { auth }) };
  }

  #lists(): Readonly<Record<string, readonly object[]>> {
    const { services = ['hello'] } = this.options;
    return {
      '/v1/environments': [{ name: 'production', type: 'production', production: true }],
      '/v1/services': services.map((name) => ({ name, environments: [] })),
    };
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}
