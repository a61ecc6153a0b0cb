import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/events.js';
import { stateOf, type Connection } from '../../../../src/editor/session/connection.js';
import { PlatformMemory } from '../../../../src/editor/session/memory.js';
import { Session, type SessionPorts } from '../../../../src/editor/session/session.js';
import { PlatformTokens } from '../../../../src/editor/session/tokens.js';
import { PlatformError, UserError } from '../../../../src/model/errors.js';
import type { LiveChange, LiveSnapshot, LiveState } from '../../../../src/model/live.js';
import type { LocalPlatformHost, PlatformConnection } from '../../../../src/model/localPlatform.js';
import type { Platform } from '../../../../src/model/platform.js';
import { service, snapshot } from '../pictures.js';

class World {
  trusted = true;
  setting = '';
  running: PlatformConnection | undefined;
  refusal: Error | undefined;
  readonly done: string[] = [];
  readonly secrets = new Map<string, string>();
  readonly stored = new Map<string, unknown>();

  readonly host: LocalPlatformHost = {
    find: () => Promise.resolve(this.note('find', this.running)),
    start: () => Promise.resolve(this.note('start', { url: 'http://127.0.0.1:1/v1', token: 'local' })),
    stop: () => {
      this.note('stop', undefined);
      return Promise.resolve();
    },
    dispose: () => {
      this.done.push('release');
    },
  };

  session(): Session {
    const ports: SessionPorts = {
      open: (kind, at) => this.#open(kind, at),
      localHost: () => Promise.resolve(this.host),
      tokens: new PlatformTokens({
        get: (key) => Promise.resolve(this.secrets.get(key)),
        store: (key, value) => Promise.resolve(this.secrets.set(key, value)).then(() => undefined),
        delete: (key) => Promise.resolve(this.secrets.delete(key)).then(() => undefined),
      }),
      memory: new PlatformMemory({
        get: (key) => this.stored.get(key),
        update: (key, value) => Promise.resolve(this.stored.set(key, value)).then(() => undefined),
      }),
      settingUrl: () => this.setting,
      isTrusted: () => this.trusted,
    };
    return new Session(ports);
  }

  note<T>(what: string, value: T): T {
    this.done.push(what);
    return value;
  }

  #open(kind: Connection['kind'], { url, token }: PlatformConnection): Connection {
    this.done.push(`open ${kind} ${url} ${token}`);
    const platform = {
      getInfo: () => (this.refusal ? Promise.reject(this.refusal) : Promise.resolve({})),
      listEnvironments: () => Promise.resolve({ items: [] }),
    } as unknown as Platform;
    const live = {
      snapshot: snapshot([]),
      onDidChange: new Emitter<LiveChange>().event,
    } as unknown as LiveState;
    return { kind, url, platform, live, dispose: () => this.note(`close ${url}`, undefined) };
  }
}

describe('the session', () => {
  it('joins a local platform that runs, and starts none', async () => {
    const world = new World();
    const session = world.session();
    await session.resume();
    assert.deepEqual(world.done, ['find']);
    assert.equal(session.connection, undefined);
    const other = new World();
    other.running = { url: 'http://127.0.0.1:9/v1', token: 'k' };
    await other.session().resume();
    assert.deepEqual(other.done, ['find', 'open local http://127.0.0.1:9/v1 k']);
  });

  it('goes back to the platform of last time with the token of its origin', async () => {
    const world = new World();
    const first = world.session();
    await first.connect({ url: 'https://a.example/v1', token: 'ta' });
    world.secrets.set('goldenPath.token:https://b.example', 'tb');
    const second = world.session();
    await second.resume();
    assert.equal(second.connection?.url, 'https://a.example/v1');
    assert.equal(world.done.at(-1), 'open remote https://a.example/v1 ta');
    assert.ok(!JSON.stringify([...world.stored]).includes('ta"'));
  });

  it("follows the user's setting before memory and sends it no other origin's token", async () => {
    const world = new World();
    await world.session().connect({ url: 'https://a.example/v1', token: 'ta' });
    world.setting = 'https://b.example/v1';
    await world.session().resume();
    assert.equal(world.done.at(-1), 'open remote https://b.example/v1 ');
  });

  it('starts, finds and connects nothing without trust', async () => {
    const world = new World();
    world.trusted = false;
    const session = world.session();
    await session.resume();
    const untrusted = (error: unknown): boolean =>
      error instanceof UserError && error.code === 'session.untrusted';
    await assert.rejects(session.startLocal(), untrusted);
    await assert.rejects(session.stopLocal(), untrusted);
    await assert.rejects(session.connect({ url: 'https://a.example/v1', token: '' }), untrusted);
    assert.throws(() => session.require(), untrusted);
    assert.deepEqual(world.done, []);
  });

  it('keeps the platform of before when a new one does not answer', async () => {
    const world = new World();
    const session = world.session();
    await session.startLocal();
    world.refusal = new PlatformError('unreachable', 'No answer.');
    await assert.rejects(session.connect({ url: 'https://a.example/v1', token: 'ta' }), PlatformError);
    assert.equal(session.connection?.kind, 'local');
    assert.equal(world.secrets.size, 0);
    assert.equal(world.done.at(-1), 'close https://a.example/v1');
  });

  it('forgets token and platform when disconnected', async () => {
    const world = new World();
    const session = world.session();
    await session.connect({ url: 'https://a.example/v1', token: 'ta' });
    await session.disconnect();
    assert.equal(session.connection, undefined);
    assert.equal(world.secrets.size, 0);
    assert.equal(
      new PlatformMemory({ get: () => world.stored.get('x'), update: () => Promise.resolve() }).last,
      undefined,
    );
  });

  it('is starting while the local platform comes up, and not after it failed', async () => {
    const world = new World();
    const session = world.session();
    const seen: boolean[] = [];
    session.onDidChange(() => seen.push(session.isStarting));
    world.host.start = () => Promise.reject(new UserError('local.port', 'The port is taken.'));
    await assert.rejects(session.startLocal(), UserError);
    assert.deepEqual(seen, [true, false]);
  });

  it('closes its connection and releases its lease when disposed', async () => {
    const world = new World();
    const session = world.session();
    await session.startLocal();
    session.dispose();
    await Promise.resolve();
    assert.deepEqual(world.done.slice(-2), ['close http://127.0.0.1:1/v1', 'release']);
  });
});

describe('the state of a connection', () => {
  const state = (more: Partial<LiveSnapshot>, ...names: string[]): string => {
    const live = {
      snapshot: { ...snapshot(names.map((name) => service(name))), environments: new Map(), ...more },
    };
    return stateOf(live as unknown as LiveState, names.length);
  };

  it('tells nothing known from last known', () => {
    assert.equal(state({ status: 'loading' }), 'connecting');
    assert.equal(state({ status: 'stale' }), 'offline');
    assert.equal(state({ status: 'stale' }, 'hello'), 'connected');
    assert.equal(state({ status: 'live', asOf: 1 }), 'empty');
    assert.equal(state({ status: 'live', asOf: 1 }, 'hello'), 'connected');
    assert.equal(state({ status: 'unauthenticated' }), 'unauthenticated');
  });
});
