import assert from 'node:assert/strict';
import { createComposedPlatform } from '../../../../src/platform/composed/composedPlatform.js';
import { Bed, serviceOf, stateOf } from './composedBed.js';
import { FakeEngine } from './fakeEngine.js';

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

  it('leaves out namespaces of a cluster’s own tools, beneath a catalogue', async () => {
    const bed = new Bed();
    bed.kubernetes.environments.push({ name: 'cert-manager', type: 'development', production: false });
    const platform = bed.compose();
    const [, { items }] = await Promise.all([
      platform.listServices({ view: 'Summary' }),
      platform.listEnvironments(),
    ]);
    assert.deepEqual(
      items.map(({ name, promotesFrom }) => [name, promotesFrom]),
      [
        ['development', undefined],
        ['production', ['development']],
      ],
    );
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
