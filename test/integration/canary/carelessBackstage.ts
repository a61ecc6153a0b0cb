import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'hello', namespace: 'default', uid: '1', etag: '1' },
  spec: { type: 'service', lifecycle: 'production', owner: 'group:default/shop' },
};

/** As much of a Backstage as a gateway asks of; takes one token, and repeats in its faults whatever it was sent. */
export class CarelessBackstage {
  /** Answers everything with this status. */
  broken: number | undefined;
  /** What it was asked with. */
  readonly tokens = new Set<string>();
  readonly #token: string;
  readonly #server = createServer((request, response) => this.#answer(request, response));

  constructor(token: string) {
    this.#token = token;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ headers, url = '/' }: IncomingMessage, response: ServerResponse): void {
    const sent = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
    if (sent !== '') this.tokens.add(sent);
    const status = this.broken ?? (sent === this.#token ? 200 : 401);
    response.writeHead(status, { 'content-type': 'application/json' });
    if (status !== 200) {
      const message = `Refused ${sent} (${headers.authorization ?? ''})`;
      response.end(
        JSON.stringify({
          error: { name: 'AuthenticationError', message, stack: message },
          request: { method: 'GET', url },
          response: { statusCode: status },
        }),
      );
      return;
    }
    const isOne = url.includes('/by-name/');
    response.end(JSON.stringify(isOne ? entity : { items: [entity], totalItems: 1, pageInfo: {} }));
  }
}
