import assert from 'node:assert/strict';
import type { Service } from '../../../../src/model/catalog.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Platform, WatchEvent } from '../../../../src/model/platform.js';
import {
  createComposedPlatform,
  type ComposedOptions,
} from '../../../../src/platform/composed/composedPlatform.js';
import { FakeEngine } from './fakeEngine.js';

const backstage = 'https://backstage.example';
const argo = 'https://argo.example';
const cluster = 'https://cluster.example';

class Bed {
  readonly catalog = new FakeEngine(backstage);
  readonly argocd = new FakeEngine(argo);
  readonly kubernetes = new FakeEngine(cluster);
  now = Date.parse('2026-11-21T12:00:00Z');

  constructor() {
    this.catalog.capabilities = { owners: { level: 'Read' } };
    for (const name of ['cart', 'checkout']) this.catalog.running.set(name, []);
    this.argocd.environments.push({ name: 'production', type: 'production', production: true });
    this.argocd.running.set('checkout', [
      { environment: 'production', health: 'Healthy', sync: 'Synced', operation: 'op_7' },
    ]);
    this.kubernetes.environments.push({ name: 'development', type: 'development', production: false });
    this.kubernetes.running.set('checkout', [
      { environment: 'development', health: 'Progressing' },
      { environment: 'production', health: 'Degraded', replicas: { desired: 2, ready: 2 } },
    ]);
  }

  compose(more: Partial<ComposedOptions> = {}): Platform {
    return createComposedPlatform({
      catalog: { name: 'catalog', type: 'backstage', title: 'Backstage', platform: this.catalog.platform },
      engines: [
        { name: 'kubernetes', type: 'kubernetes', title: 'Kubernetes', platform: this.kubernetes.platform },
        { name: 'argocd', type: 'argocd', title: 'Argo CD', platform: this.argocd.platform },
      ],
      clock: { now: () => this.now },
      timing: { patienceMs: 20, restMs: 1_000, capMs: 10 },
      ...more,
    });
  }
}

async function serviceOf(platform: Platform, name: string): Promise<Service> {
  const { items } = await platform.listServices({ view: 'Summary' });
  const found = items.find((service) => service.name === name);
  assert.ok(found, `no ${name} among ${items.map((service) => service.name).join()}`);
  return found;
}

function stateOf(service: Service, environment: string) {
  const found = service.environments?.find((state) => state.environment === environment);
  assert.ok(found, `${service.name} is not in ${environment}`);
  return found;
}

const away = new PlatformError('unreachable', 'Nothing answers at argo.example.');

describe('a composed platform', () => {
  it('lays what engines run over the services of the catalogue, in promotion order', async () => {
    const bed = new Bed();
    const checkout = await serviceOf(bed.compose(), 'checkout');
    assert.deepEqual(
      checkout.environments?.map(({ environment, health }) => [environment, health]),
      [
        ['development', 'Progressing'],
        ['production', 'Healthy'],
      ],
    );
    assert.deepEqual(stateOf(checkout, 'production').replicas, { desired: 2, ready: 2 });
    assert.deepEqual(
      bed.argocd.bound.map(({ service }) => service),
      ['cart', 'checkout'],
    );
  });

  it('takes the first health that is known: contract platform, Argo CD, Kubernetes', async () => {
    const bed = new Bed();
    bed.argocd.running.set('checkout', [{ environment: 'production', health: 'Unknown', sync: 'OutOfSync' }]);
    const state = stateOf(await serviceOf(bed.compose(), 'checkout'), 'production');
    assert.equal(state.health, 'Degraded');
    assert.equal(state.sync, 'OutOfSync');
    const own = new FakeEngine('https://platform.example/v1');
    own.running.set('checkout', [{ environment: 'production', health: 'Suspended' }]);
    const three = bed.compose({
      engines: [
        { name: 'argocd', type: 'argocd', title: 'Argo CD', platform: bed.argocd.platform },
        { name: 'platform', type: 'contract', title: 'Acme', platform: own.platform },
      ],
    });
    assert.equal(stateOf(await serviceOf(three, 'checkout'), 'production').health, 'Suspended');
  });

  it('keeps the tree when an engine is dead, and says so on the environments and in its health', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await serviceOf(platform, 'checkout');
    bed.argocd.fault = away;
    const state = stateOf(await serviceOf(platform, 'checkout'), 'production');
    assert.equal(state.health, 'Degraded', 'the word of the engine that answers counts');
    assert.equal(state.sync, 'Unknown');
    const [condition] = state.conditions ?? [];
    assert.deepEqual(
      [condition?.type, condition?.status, condition?.reason, condition?.message],
      ['argocd/Available', 'False', 'Unreachable', away.message],
    );
    const health = platform.parts?.().find(({ name }) => name === 'argocd');
    assert.deepEqual([health?.state, health?.sentence], ['Unreachable', away.message]);
    assert.equal(platform.parts?.().find(({ name }) => name === 'kubernetes')?.state, 'Ok');
  });

  it('tells what was last known where nothing else is, without a word on how it fares', async () => {
    const bed = new Bed();
    bed.kubernetes.running.clear();
    const platform = bed.compose();
    await serviceOf(platform, 'checkout');
    bed.argocd.fault = away;
    const state = stateOf(await serviceOf(platform, 'checkout'), 'production');
    assert.equal(state.health, 'Unknown');
    assert.match(state.message ?? '', /Argo CD does not answer; it was Healthy/);
    assert.equal(state.operation, undefined);
  });

  it('waits for a slow engine only so long, and tells when its answer comes', async () => {
    const bed = new Bed();
    let open = (): void => undefined;
    bed.kubernetes.gate = new Promise((resolve) => (open = resolve));
    bed.argocd.capabilities['watch'] = { level: 'Stream' };
    const platform = bed.compose();
    await platform.getInfo();
    const events = platform.watch()[Symbol.asyncIterator]();
    const event = events.next();
    const started = performance.now();
    const checkout = await serviceOf(platform, 'checkout');
    assert.ok(performance.now() - started < 1_000);
    assert.deepEqual(
      checkout.environments?.map(({ environment }) => environment),
      ['production'],
    );
    assert.equal(platform.parts?.().find(({ name }) => name === 'kubernetes')?.state, 'Unreachable');
    const before = bed.kubernetes.calls.length;
    await serviceOf(platform, 'checkout');
    assert.equal(bed.kubernetes.calls.length, before, 'it is not asked again while it has not answered');
    open();
    assert.equal(((await event).value as WatchEvent).type, 'platform.catalog.reset');
    assert.equal((await serviceOf(platform, 'checkout')).environments?.length, 2);
    await events.return?.();
  });

  it('does not hold against a part that a question was wrong', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    bed.catalog.fault = new PlatformError('invalid-request', 'That is no page token.');
    await assert.rejects(platform.listServices({ pageToken: 'made-up' }), /no page token/);
    bed.catalog.fault = undefined;
    assert.equal((await platform.listServices()).items.length, 2);
    assert.equal(platform.parts?.()[0]?.state, 'Ok');
  });

  it('says that a part is signed out while the rest works', async () => {
    const bed = new Bed();
    bed.argocd.fault = new PlatformError('unauthenticated', 'Argo CD does not accept the token.');
    const platform = bed.compose();
    const info = await platform.getInfo();
    assert.ok(info.capabilities['logs']);
    assert.equal((await serviceOf(platform, 'checkout')).environments?.length, 2);
    assert.equal(platform.parts?.().find(({ name }) => name === 'argocd')?.state, 'SignedOut');
  });

  it('shows the catalogue alone while its only engine was never there', async () => {
    const bed = new Bed();
    bed.argocd.fault = new PlatformError('unauthenticated', 'Argo CD does not accept the token.');
    const platform = bed.compose({
      engines: [{ name: 'argocd', type: 'argocd', title: 'Argo CD', platform: bed.argocd.platform }],
      rules: { order: ['staging', 'production'] },
    });
    await platform.getInfo();
    assert.equal((await platform.listServices()).items.length, 2);
    const { items } = await platform.listEnvironments();
    assert.deepEqual(
      items.map(({ name }) => name),
      ['staging', 'production'],
    );
    assert.equal(platform.parts?.()[1]?.state, 'SignedOut');
    assert.deepEqual(await platform.operations?.list(), { items: [] });
  });

  it('serves what it knew, or what the engines have, while the catalogue is away', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await serviceOf(platform, 'cart');
    bed.catalog.fault = new PlatformError('unavailable', 'Backstage is not available.');
    assert.equal((await serviceOf(platform, 'checkout')).environments?.length, 2);
    assert.ok(await serviceOf(platform, 'cart'));
    const anew = bed.compose();
    const { items } = await anew.listServices();
    assert.deepEqual(
      items.map(({ name }) => name),
      ['checkout'],
    );
    assert.ok(items[0]?.environments?.some(({ environment }) => environment === 'production'));
  });

  it('rejects only when no part answers', async () => {
    const bed = new Bed();
    const gone = new PlatformError('unreachable', 'Nothing answers at backstage.example.');
    for (const part of [bed.catalog, bed.argocd, bed.kubernetes]) part.fault = gone;
    const platform = bed.compose();
    await assert.rejects(platform.getInfo(), gone);
    await assert.rejects(platform.listServices(), gone);
  });

  it('takes the services of the first engine where there is no catalogue', async () => {
    const bed = new Bed();
    const platform = createComposedPlatform({
      engines: [
        { name: 'argocd', type: 'argocd', title: 'Argo CD', platform: bed.argocd.platform },
        { name: 'kubernetes', type: 'kubernetes', title: 'Kubernetes', platform: bed.kubernetes.platform },
      ],
    });
    const checkout = await serviceOf(platform, 'checkout');
    assert.deepEqual(
      checkout.environments?.map(({ environment, health }) => [environment, health]),
      [
        ['development', 'Progressing'],
        ['production', 'Healthy'],
      ],
    );
  });

  it('unites environments in promotion order, by what the person says of them', async () => {
    const bed = new Bed();
    bed.argocd.environments.push({ name: 'berlin', type: 'development', production: false });
    const named = bed.compose({ rules: { order: ['development', 'production'], production: ['berlin'] } });
    const { items } = await named.listEnvironments();
    assert.deepEqual(
      items.map(({ name, production, order }) => [name, production, order]),
      [
        ['development', false, 0],
        ['production', false, 1],
        ['berlin', true, 2],
      ],
    );
    assert.equal(items[2]?.confirmation, 'TypeName');
  });

  it('sends what changes something to the part that has the service there, and finds its operation again', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    const at = { kind: 'Restart', environment: 'development' } as const;
    const operation = await platform.createDeployment('checkout', at, { idempotencyKey: 'k' });
    assert.equal(operation.id, 'kubernetes:op_1');
    assert.ok(!bed.argocd.calls.some((call) => call.startsWith('Restart')));
    assert.equal((await platform.getOperation('kubernetes:op_1')).id, 'kubernetes:op_1');
    assert.ok(bed.kubernetes.calls.includes('operation op_1'));
    await platform.createDeployment(
      'checkout',
      { ...at, environment: 'production' },
      { idempotencyKey: 'k2' },
    );
    assert.ok(bed.argocd.calls.includes('Restart checkout production'));
    const { items = [] } = (await platform.operations?.list()) ?? {};
    assert.deepEqual(items.map(({ id }) => id).sort(), ['argocd:op_1', 'kubernetes:op_1']);
    assert.equal(stateOf(await serviceOf(platform, 'checkout'), 'production').operation, 'argocd:op_7');
  });

  it('names the operation of a refusal by its part', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    await serviceOf(platform, 'checkout');
    const problem = {
      type: '/problems/operation-in-progress',
      title: 'Busy',
      status: 409,
      operation: 'op_7',
    };
    bed.argocd.fault = new PlatformError('operation-in-progress', 'Busy.', { problem });
    await assert.rejects(
      platform.createDeployment(
        'checkout',
        { kind: 'Deploy', environment: 'production' },
        { idempotencyKey: 'k' },
      ),
      (error) => PlatformError.is(error) && error.problem?.operation === 'argocd:op_7',
    );
  });

  it('reads logs where the service is, by another part while the first one is away', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    const lines = async (environment: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const { message } of platform.logs('checkout', environment)) found.push(message);
      return found;
    };
    assert.deepEqual(await lines('development'), [`a line of ${cluster}`]);
    assert.deepEqual(await lines('production'), [`a line of ${argo}`]);
    bed.argocd.fault = away;
    await serviceOf(platform, 'checkout');
    assert.deepEqual(await lines('production'), [`a line of ${cluster}`]);
  });

  it('lists the deployments of all parts, each of the environments that are its own', async () => {
    const bed = new Bed();
    const deployment = (id: string, environment: string, createdAt: string) => ({
      id,
      service: 'checkout',
      environment,
      kind: 'Deploy' as const,
      state: 'Deployed' as const,
      release: { id, version: id, createdAt },
      createdAt,
    });
    bed.argocd.deployments.push(deployment('a1', 'production', '2026-11-20T10:00:00Z'));
    bed.kubernetes.deployments.push(
      deployment('k1', 'development', '2026-11-21T10:00:00Z'),
      deployment('k2', 'production', '2026-11-21T11:00:00Z'),
    );
    const platform = bed.compose();
    await platform.getInfo();
    const ids = async (environment?: string) =>
      (
        await platform.listDeployments('checkout', environment === undefined ? {} : { environment })
      ).items.map(({ id }) => id);
    assert.deepEqual(await ids(), ['k1', 'a1']);
    assert.deepEqual(await ids('production'), ['a1']);
  });

  it('refuses what no part offers, in a sentence', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    await assert.rejects(platform.getSchema('x'), (error) => PlatformError.is(error, 'not-implemented'));
    assert.throws(
      () => platform.watch(),
      (error) => PlatformError.is(error, 'not-implemented'),
    );
  });

  it('follows the changes of all parts; a broken stream is opened again alone', async () => {
    const bed = new Bed();
    for (const part of [bed.argocd, bed.kubernetes]) part.capabilities['watch'] = { level: 'Stream' };
    const platform = bed.compose({ timing: { patienceMs: 50, restMs: 5, capMs: 5 } });
    await platform.getInfo();
    let isOpen = false;
    const stop = new AbortController();
    const seen: WatchEvent[] = [];
    const following = (async () => {
      const opened = (): void => void (isOpen = true);
      for await (const event of platform.watch({ opened, signal: stop.signal })) seen.push(event);
    })();
    await until(() => isOpen);
    bed.argocd.streams[0]?.push({
      id: '1',
      type: 'platform.operation.changed',
      subject: 'op_1',
      sequence: 1,
    });
    await until(() => seen.length === 1);
    assert.deepEqual(seen[0], { id: 'argocd:1', type: 'platform.operation.changed', subject: 'argocd:op_1' });
    bed.kubernetes.streams[0]?.break();
    await until(() => bed.kubernetes.streams.length === 2 && seen.length === 2);
    assert.equal(seen[1]?.type, 'platform.catalog.reset', 'what was missed is read again');
    bed.argocd.streams[0]?.push({ id: '2', type: 'platform.service.changed', subject: 'cart' });
    await until(() => seen.length === 3);
    assert.equal(bed.argocd.streams.length, 1);
    stop.abort();
    await assert.rejects(following, { name: 'AbortError' });
  });

  it('asks the catalogue again for what changed only after a minute', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await serviceOf(platform, 'checkout');
    const before = bed.catalog.calls.filter((call) => call === 'services').length;
    await platform.listServices({ names: ['checkout'] });
    assert.equal(bed.catalog.calls.filter((call) => call === 'services').length, before);
    bed.now += 61_000;
    await platform.listServices({ names: ['checkout'] });
    assert.equal(bed.catalog.calls.filter((call) => call === 'services').length, before + 1);
  });

  it('filters by environment and health, which a catalogue knows nothing of', async () => {
    const platform = new Bed().compose();
    const names = async (query: object) => (await platform.listServices(query)).items.map(({ name }) => name);
    assert.deepEqual(await names({ environment: 'production', health: 'Healthy' }), ['checkout']);
    assert.deepEqual(await names({ health: 'Missing' }), []);
  });

  it('lays 2,000 services of three environments in well under a first paint', async () => {
    const bed = new Bed();
    for (let index = 0; index < 2_000; index++) {
      const name = `service-${index}`;
      bed.catalog.running.set(name, []);
      const states = ['development', 'staging', 'production'].map((environment) => ({
        environment,
        health: 'Healthy' as const,
      }));
      bed.argocd.running.set(name, states);
      bed.kubernetes.running.set(name, states);
    }
    const platform = bed.compose({ timing: { patienceMs: 5_000 } });
    const started = performance.now();
    const { items } = await platform.listServices({ view: 'Summary' });
    const took = performance.now() - started;
    assert.equal(items.length, 2_002);
    assert.ok(took < 1_500, `${took} ms`);
    assert.equal(bed.argocd.calls.length, 1, 'one picture, no request per service');
  });
});

/** Polls: what is awaited comes out of promises, not of a time. */
async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !holds();) {
    assert.ok(Date.now() < end, 'it did not come');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
