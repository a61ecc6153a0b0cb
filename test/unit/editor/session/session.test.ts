import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/events.js';
import { nameOf, stateOf } from '../../../../src/editor/session/connection.js';
import { PlatformMemory } from '../../../../src/editor/session/memory.js';
import { Session, type SessionPorts } from '../../../../src/editor/session/session.js';
import { PlatformError, UserError } from '../../../../src/model/errors.js';
import type { LiveChange, LiveSnapshot, LiveState } from '../../../../src/model/live.js';
import type { LocalPlatformHost, PlatformConnection } from '../../../../src/model/localPlatform.js';
import type { Platform } from '../../../../src/model/platform.js';
import type { Account } from '../../../../src/platform/auth/account.js';
import { service, snapshot } from '../pictures.js';

class World {
  trusted = true;
  settings: ReturnType<SessionPorts['settings']> = [];
  running: PlatformConnection | undefined;
  refusal: Error | undefined;
  readonly done: string[] = [];
  accounts: readonly Account[] = [];
  readonly accountsChanged = new Emitter<undefined>();
  readonly lives = new Map<string, Emitter<LiveChange>>();
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

  readonly memory = new PlatformMemory({
    get: (key) => this.stored.get(key),
    update: (key, value) => Promise.resolve(this.stored.set(key, value)).then(() => undefined),
  });

  session(): Session {
    const tokenAt = (origin: string) => this.accounts.find((each) => each.origin === origin)?.accessToken;
    const platform = {
      getInfo: () => (this.refusal ? Promise.reject(this.refusal) : Promise.resolve({ name: 'acme' })),
      listEnvironments: () => Promise.resolve({ items: [] }),
    };
    const ports: SessionPorts = {
      open: (address, token) => {
        const changes = new Emitter<LiveChange>();
        const { kind, url } = address;
        this.lives.set(url, changes);
        void token().then((sent) => this.done.push(`open ${kind} ${url} ${sent ?? '-'}`));
        const live = { snapshot: snapshot([]), onDidChange: changes.event } as unknown as LiveState;
        const dispose = (): void => {
          this.done.push(`close ${url}`);
        };
        return { ...address, platform: platform as unknown as Platform, live, dispose };
      },
      compose: async (address, token, viewer) => {
        this.done.push(`compose ${address.name ?? ''} for ${viewer.replaceAll('\n', ' ') || '-'}`);
        const sent = await token('https://argo.example')(undefined);
        if (sent !== undefined) this.done.push(`token of argo.example ${sent}`);
        const changes = new Emitter<LiveChange>();
        const live = { snapshot: snapshot([]), onDidChange: changes.event, refresh: () => Promise.resolve() };
        return {
          ...address,
          platform: platform as unknown as Platform,
          live: live as unknown as LiveState,
          dispose: () => this.done.push(`close ${address.url}`),
        };
      },
      probe: (part) => Promise.reject(new UserError('test', `probe of ${part.name}`)),
      inquire: (address) => Promise.resolve({ type: 'contract', url: address, isOpen: true }),
      trial: ({ url }, token) => {
        void token().then((sent) => this.done.push(`try ${url} ${sent ?? '-'}`));
        return { ...platform, dispose: () => undefined } as unknown as Platform;
      },
      localHost: () => Promise.resolve(this.host),
      accounts: {
        current: (origin) => Promise.resolve(this.accounts.find((each) => each.origin === origin)),
        source: (origin) => () => Promise.resolve(tokenAt(origin)),
        keep: (account) => {
          this.keep(account);
          return Promise.resolve();
        },
        onDidChange: this.accountsChanged.event,
      },
      memory: this.memory,
      settings: () => this.settings,
      isTrusted: () => this.trusted,
    };
    return new Session(ports);
  }

  keep(account: Account): void {
    this.accounts = [account, ...this.accounts];
    this.accountsChanged.fire(undefined);
  }

  note<T>(what: string, value: T): T {
    this.done.push(what);
    return value;
  }
}

const urlA = 'https://a.example/v1';
const urlB = 'https://b.example/v1';

function account(host: string, accessToken: string, name = 'alice'): Account {
  const origin = `https://${host}`;
  return { id: `${origin}#${name}`, origin, label: name, accessToken };
}

function urls(session: Session): readonly string[] {
  return session.connections.map(({ url }) => url);
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('the session', () => {
  it('remembers which of the platforms are a Backstage', async () => {
    const world = new World();
    await world.session().connect({ url: 'https://portal.test', type: 'backstage' });
    assert.deepEqual(world.memory.platforms, [
      { kind: 'remote', url: 'https://portal.test', type: 'backstage', knownAs: 'acme' },
    ]);
  });

  it('composes a platform of the settings out of its parts, anew for other accounts at them', async () => {
    const world = new World();
    const url = 'golden-path://Acme/';
    const parts = { delivery: [{ type: 'argocd' as const, url: 'https://argo.example' }] };
    world.settings = [{ name: 'Acme', url, parts }];
    const session = world.session();
    await session.resume();
    assert.deepEqual(urls(session), [url]);
    assert.deepEqual(world.done, ['compose Acme for -']);
    world.done.length = 0;
    world.keep(account('elsewhere.example', 'x'));
    await settled();
    assert.deepEqual(world.done, [], 'an account of another host changes nothing');
    const mine = account('argo.example', 'secret');
    world.keep(mine);
    await settled();
    await settled();
    assert.deepEqual(world.done, [
      `compose Acme for ${mine.id}`,
      'token of argo.example secret',
      `close ${url}`,
    ]);
    assert.deepEqual(
      session.connections[0]?.partAccounts?.map(({ label }) => label),
      ['alice'],
    );
    await session.choose(url);
    world.settings = [];
    const next = world.session();
    await next.resume();
    assert.deepEqual(urls(next), [], 'without the setting nobody knows what it is made of');
  });

  it('composes anew when the person writes other parts', async () => {
    const world = new World();
    const url = 'golden-path://Acme/';
    const at = (host: string) => ({ delivery: [{ type: 'argocd' as const, url: `https://${host}` }] });
    world.settings = [{ name: 'Acme', url, parts: at('argo.example') }];
    const session = world.session();
    await session.resume();
    world.done.length = 0;
    await session.settingsChanged();
    assert.deepEqual(world.done, []);
    world.settings = [{ name: 'Acme', url, parts: at('other.example') }];
    await session.settingsChanged();
    assert.deepEqual(world.done, ['compose Acme for -', `close ${url}`]);
  });

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

  it('goes back to the platforms of last time, each with the account of its origin', async () => {
    const world = new World();
    const first = world.session();
    await first.connect({ url: urlB }, undefined, account('b.example', 'tb'));
    await first.connect({ url: urlA }, undefined, account('a.example', 'ta'));
    assert.ok(!JSON.stringify([...world.stored]).includes('"t'));
    world.done.length = 0;
    const second = world.session();
    await second.resume();
    assert.equal(second.connection?.url, urlA);
    assert.equal(second.connection.account?.label, 'alice');
    assert.deepEqual(world.done.sort(), [`open remote ${urlA} ta`, `open remote ${urlB} tb`]);
  });

  it('says while it goes back to platforms of the settings', async () => {
    const world = new World();
    world.settings = [{ name: 'Acme', url: urlA }];
    const session = world.session();
    const told: boolean[] = [];
    session.onDidChange(() => told.push(session.isResuming));
    const resumed = session.resume();
    assert.equal(session.isResuming, true, 'nobody is to read meanwhile that no platform is connected');
    await resumed;
    assert.deepEqual([told[0], told.at(-1)], [true, false]);
  });

  it("connects to the platforms of the user's settings, under their names", async () => {
    const world = new World();
    world.settings = [
      { name: 'Acme', url: urlA },
      { name: 'Beta', url: urlB },
    ];
    world.accounts = [account('a.example', 'ta')];
    const session = world.session();
    await session.resume();
    assert.deepEqual(session.connections.map(nameOf), ['Acme', 'Beta']);
    assert.deepEqual(world.done, [`open remote ${urlA} ta`, `open remote ${urlB} -`]);
  });

  it('follows the settings while they change', async () => {
    const world = new World();
    const session = world.session();
    world.settings = [{ name: 'Acme', url: urlA }];
    await session.settingsChanged();
    assert.deepEqual(urls(session), [], 'nothing before the first look');
    await session.resume();
    await session.connect({ url: 'https://c.example/v1' });
    world.settings = [{ name: 'Beta', url: urlB }];
    await session.settingsChanged();
    assert.deepEqual(urls(session).toSorted(), [urlB, 'https://c.example/v1']);
    assert.ok(world.done.includes(`close ${urlA}`));
    const before = session.require(urlB);
    await session.settingsChanged();
    assert.equal(session.require(urlB), before);
    world.settings = [{ name: 'Gamma', url: urlB }];
    await session.settingsChanged();
    assert.equal(nameOf(session.require(urlB)), 'Gamma');
  });

  it('is bound to several at once, of which one is chosen', async () => {
    const world = new World();
    const session = world.session();
    await session.startLocal();
    await session.connect({ url: urlA });
    assert.deepEqual(urls(session), ['http://127.0.0.1:1/v1', urlA]);
    assert.equal(session.connection?.url, urlA);
    assert.equal(session.require('http://127.0.0.1:1/v1').kind, 'local');
    await session.choose('http://127.0.0.1:1/v1');
    assert.equal(session.connection.url, 'http://127.0.0.1:1/v1');
    assert.deepEqual(world.memory.platforms, [
      { kind: 'local' },
      { kind: 'remote', url: urlA, knownAs: 'acme' },
    ]);
    assert.throws(
      () => session.require('https://c.example/v1'),
      (error) => error instanceof UserError && error.code === 'session.none',
    );
  });

  it('tells whose picture changed, and hears no more of a platform that was left', async () => {
    const world = new World();
    const session = world.session();
    await session.connect({ url: urlA });
    await session.connect({ url: urlB });
    const heard: string[] = [];
    session.onDidChangeLive(({ connection }) => heard.push(connection.url));
    const none = new Set<string>();
    const change = { all: true, services: none, environments: none, operations: none, incidents: none };
    world.lives.get(urlA)?.fire(change);
    await session.disconnect(urlA);
    world.lives.get(urlA)?.fire(change);
    world.lives.get(urlB)?.fire(change);
    assert.deepEqual(heard, [urlA, urlB]);
    assert.deepEqual(urls(session), [urlB]);
    assert.ok(world.done.includes(`close ${urlA}`));
  });

  it('shows nobody what somebody else was shown', async () => {
    const world = new World();
    const session = world.session();
    await session.connect({ url: urlA }, undefined, account('a.example', 'ta'));
    await session.connect({ url: urlB }, undefined, account('b.example', 'tb'));
    const before = session.connections;
    world.done.length = 0;
    world.keep(account('a.example', 'tc', 'carol'));
    await settled();
    assert.deepEqual(world.done, [`close ${urlA}`, `open remote ${urlA} tc`]);
    assert.equal(session.require(urlA).account?.label, 'carol');
    assert.equal(session.require(urlB), before[1]);
    world.accounts = [];
    world.accountsChanged.fire(undefined);
    await settled();
    assert.equal(session.require(urlA).account, undefined);
  });

  it('does not come back to a platform that was left while somebody signed out', async () => {
    const world = new World();
    const session = world.session();
    await session.connect({ url: urlA }, undefined, account('a.example', 'ta'));
    await settled();
    world.accounts = [];
    world.accountsChanged.fire(undefined);
    await session.disconnect(urlA);
    await settled();
    assert.deepEqual(urls(session), []);
  });

  it('starts, finds and connects nothing without trust', async () => {
    const world = new World();
    world.trusted = false;
    world.settings = [{ name: 'Acme', url: urlA }];
    const session = world.session();
    await session.resume();
    const untrusted = (error: unknown): boolean =>
      error instanceof UserError && error.code === 'session.untrusted';
    await assert.rejects(session.startLocal(), untrusted);
    await assert.rejects(session.stopLocal(), untrusted);
    await assert.rejects(session.inquire(urlA), untrusted);
    await assert.rejects(session.connect({ url: urlA }), untrusted);
    assert.throws(() => session.require(), untrusted);
    assert.deepEqual(world.done, []);
  });

  it('changes nothing when a new platform does not answer', async () => {
    const world = new World();
    const session = world.session();
    await session.startLocal();
    world.refusal = new PlatformError('unreachable', 'No answer.');
    await assert.rejects(
      session.connect({ url: urlA }, undefined, account('a.example', 'ta')),
      PlatformError,
    );
    assert.deepEqual(
      session.connections.map(({ kind }) => kind),
      ['local'],
    );
    assert.deepEqual(world.accounts, []);
  });

  it('forgets a platform when it is disconnected, and nobody who is signed in', async () => {
    const world = new World();
    const session = world.session();
    await session.connect({ url: urlA }, undefined, account('a.example', 'ta'));
    await session.disconnect();
    assert.equal(session.connection, undefined);
    assert.deepEqual(world.memory.platforms, []);
    assert.equal(world.accounts.length, 1);
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
    assert.equal(state({ status: 'failed' }), 'failed');
    const error = new PlatformError('forbidden', 'Not for you.');
    assert.equal(state({ status: 'failed', error }), 'forbidden');
  });
});
