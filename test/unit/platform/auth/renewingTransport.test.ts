import assert from 'node:assert/strict';
import type { TokenSource } from '../../../../src/model/tokenSource.js';
import { renewingTransport } from '../../../../src/platform/auth/renewingTransport.js';
import type { Transport, TransportRequest } from '../../../../src/platform/http/transport.js';

const origin = 'https://a.example';

class World {
  readonly sent: (string | undefined)[] = [];
  good = 'good';
  renewals = 0;

  readonly transport: Transport = {
    send: ({ headers }) => {
      this.sent.push(headers['authorization']);
      const isGood = headers['authorization'] === `Bearer ${this.good}`;
      return Promise.resolve({ status: isGood ? 200 : 401, header: () => undefined, body: nothing });
    },
    dispose: () => undefined,
  };

  tokens(renewed: string | undefined): TokenSource {
    return {
      token: () => Promise.resolve('old'),
      renew: () => {
        this.renewals++;
        return Promise.resolve(renewed);
      },
    };
  }

  send(renewed: string | undefined, url = `${origin}/v1`) {
    const request: TransportRequest = {
      method: 'POST',
      url: new URL(url),
      headers: { accept: 'x', authorization: 'Bearer old' },
      signal: new AbortController().signal,
    };
    return renewingTransport(this.transport, origin, this.tokens(renewed)).send(request);
  }
}

const nothing: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // An answer without a body.
  },
};

describe('a transport that renews', () => {
  it('answers a refusal with one renewed token', async () => {
    const world = new World();
    assert.equal((await world.send('good')).status, 200);
    assert.deepEqual(world.sent, ['Bearer old', 'Bearer good']);
  });

  it('tries once only, and not with what was refused', async () => {
    const world = new World();
    assert.equal((await world.send('bad')).status, 401);
    assert.deepEqual(world.sent, ['Bearer old', 'Bearer bad']);
    world.sent.length = 0;
    assert.equal((await world.send('old')).status, 401);
    assert.equal((await world.send(undefined)).status, 401);
    assert.deepEqual(world.sent, ['Bearer old', 'Bearer old']);
  });

  it('asks for nothing where no token was sent', async () => {
    const world = new World();
    const request = {
      method: 'GET',
      url: new URL(origin),
      headers: {},
      signal: AbortSignal.timeout(1_000),
    } as const;
    await renewingTransport(world.transport, origin, world.tokens('good')).send(request);
    assert.equal(world.renewals, 0);
  });

  it('lets no token out to another origin', async () => {
    const world = new World();
    for (const url of ['https://a.example:8443/', 'http://a.example/', 'https://b.example/']) {
      await world.send('good', url);
    }
    assert.deepEqual(world.sent, [undefined, undefined, undefined]);
    assert.equal(world.renewals, 0);
  });
});
