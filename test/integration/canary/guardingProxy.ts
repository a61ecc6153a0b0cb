import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignInInfo } from '../../../src/model/platform.js';

export interface GuardingProxyOptions {
  /** The platform behind, and the token that only the proxy knows; without one every list is empty. */
  readonly behind?: { readonly url: string; readonly token: string };
  readonly auth: SignInInfo;
  readonly personOf: (token: string) => Promise<string | undefined>;
}

const nobody = { name: 'acme', contractVersion: '0.1.0', capabilities: {} };

/** Stands before a platform as a company's gateway does: lets in whom its sign-in server knows. Repeats tokens in its faults. */
export class GuardingProxy {
  /** Turned away though they are good, so that they are renewed. */
  readonly refused = new Set<string>();
  readonly tokens = new Set<string>();
  /** Answers everything with this status. */
  broken: number | undefined;
  readonly #options: GuardingProxyOptions;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(options: GuardingProxyOptions) {
    this.#options = options;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { behind, auth, personOf } = this.#options;
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (token !== '') this.tokens.add(token);
    if (/^\/v1\/?$/.test(request.url ?? '')) {
      const info = behind ? ((await (await fetch(behind.url)).json()) as object) : nobody;
      answer(response, 200, { ...info, auth });
      return;
    }
    if (this.broken !== undefined) {
      answer(response, this.broken, fault(this.broken, token, request));
      return;
    }
    if (token === '' || this.refused.has(token) || !(await personOf(token))) {
      answer(response, 401, fault(401, token, request));
      return;
    }
    if (!behind) {
      answer(response, 200, { items: [] });
      return;
    }
    const { pathname, search } = new URL(request.url ?? '/', this.url);
    const onward = send(
      new URL(`${pathname}${search}`, behind.url),
      {
        method: request.method ?? 'GET',
        headers: {
          ...request.headers,
          host: new URL(behind.url).host,
          authorization: `Bearer ${behind.token}`,
        },
      },
      (answered) => {
        response.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }
}

/** What a careless server answers: everything that it was sent. */
function fault(status: number, token: string, { headers }: IncomingMessage): object {
  const title = `Refused ${token} (${headers.authorization ?? ''})`;
  return {
    type: `/problems/${status === 401 ? 'unauthenticated' : 'internal'}`,
    title,
    detail: title,
    status,
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}
