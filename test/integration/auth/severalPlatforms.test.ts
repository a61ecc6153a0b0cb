import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Emitter } from '../../../src/base/events.js';
import type { Connection } from '../../../src/editor/session/connection.js';
import { PlatformMemory } from '../../../src/editor/session/memory.js';
import {
  clientOverHttp,
  composeOverHttp,
  inquireOverHttp,
  openOverHttp,
  probeOverHttp,
} from '../../../src/editor/session/openConnection.js';
import { Session } from '../../../src/editor/session/session.js';
import { UserError } from '../../../src/model/errors.js';
import type { LiveStatus } from '../../../src/model/live.js';
import { silentLog } from '../../../src/model/log.js';
import { GuardedPlatform } from './guardedPlatform.js';

const noClusters = { env: {}, home: '/nonexistent', consent: () => Promise.resolve(false) };

/** Waits until a platform's picture has a status. */
async function becomes({ live }: Connection, status: LiveStatus, deadlineMs = 3_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (live.snapshot.status !== status) {
    if (Date.now() > end) assert.equal(live.snapshot.status, status);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('several platforms at the same time', () => {
  let good: GuardedPlatform;
  let other: GuardedPlatform;
  let hole: GuardedPlatform;
  let session: Session;
  const tokens = new Map<string, string>();
  const html = createServer((_request, response) => response.end('<!doctype html>Sign in to the Wi-Fi'));

  before(async () => {
    await new Promise<void>((resolve) => html.listen(0, '127.0.0.1', resolve));
  });

  after(() => html.close());

  beforeEach(async () => {
    const personOf = (token: string) => Promise.resolve(token === 'token-good' ? 'alice' : undefined);
    good = await new GuardedPlatform({ name: 'good', personOf }).start();
    other = await new GuardedPlatform({ name: 'other', services: ['till'] }).start();
    hole = await new GuardedPlatform({ name: 'hole' }).start();
    hole.isBlackHole = true;
    tokens.set(good.origin, 'token-good');
    tokens.set(hole.origin, 'token-hole');
    const stored = new Map<string, unknown>();
    session = new Session({
      open: openOverHttp(silentLog),
      compose: composeOverHttp(silentLog, noClusters),
      trial: clientOverHttp(silentLog),
      probe: probeOverHttp(silentLog, noClusters),
      inquire: inquireOverHttp(silentLog),
      localHost: () => Promise.reject(new UserError('none', 'None.')),
      accounts: {
        current: () => Promise.resolve(undefined),
        source: (origin) => () => Promise.resolve(tokens.get(origin)),
        keep: () => Promise.resolve(),
        onDidChange: new Emitter<undefined>().event,
      },
      memory: new PlatformMemory({
        get: (key) => stored.get(key),
        update: (key, value) => Promise.resolve(void stored.set(key, value)),
      }),
      settings: () => [
        { name: 'Hole', url: hole.url },
        { name: 'Refused', url: 'http://127.0.0.1:9/v1' },
        { name: 'Html', url: `http://127.0.0.1:${(html.address() as AddressInfo).port}/v1` },
        { name: 'Good', url: good.url },
        { name: 'Other', url: other.url },
      ],
      isTrusted: () => true,
    });
  });

  afterEach(async () => {
    session.dispose();
    await Promise.all([good.stop(), other.stop(), hole.stop()]);
  });

  it('are read each by itself: a black hole, a closed port and a captive portal keep nobody waiting', async () => {
    await session.resume();
    const [inHole, refused, portal, fine, open] = session.connections;
    assert.ok(inHole && refused && portal && fine && open);
    const started = Date.now();
    await Promise.all([becomes(fine, 'live'), becomes(open, 'live')]);
    assert.ok(Date.now() - started < 2_000, `${Date.now() - started} ms`);
    await Promise.all([becomes(refused, 'stale'), becomes(portal, 'failed')]);
    assert.equal(inHole.live.snapshot.status, 'loading');
    assert.deepEqual([...fine.live.snapshot.services.keys()], ['hello']);
    assert.deepEqual([...open.live.snapshot.services.keys()], ['till']);
  });

  it('are sent each its own token, and refused each by itself', async () => {
    tokens.set(good.origin, 'token-old');
    await session.resume();
    await becomes(session.require(good.url), 'unauthenticated');
    await becomes(session.require(other.url), 'live');
    assert.deepEqual([...good.tokens], ['token-old']);
    assert.deepEqual([...other.tokens], []);
  });

  it('leave each by itself: what is left is asked no more', async () => {
    await session.resume();
    await becomes(session.require(good.url), 'live');
    await becomes(session.require(other.url), 'live');
    await session.disconnect(other.url);
    other.people.length = 0;
    await session.require(good.url).live.refresh();
    assert.equal(session.require(good.url).live.snapshot.status, 'live');
    assert.deepEqual(other.people, []);
  });
});
