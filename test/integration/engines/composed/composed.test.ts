import assert from 'node:assert/strict';
import type { ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { Platform } from '../../../../src/model/platform.js';
import { areEnginesThere } from '../fixture.js';
import { openCompany, placeIn, placesIn, statesOf } from './wholeCompany.js';

describe('real Backstage, Argo CD, Kubernetes and Prometheus as one platform', function () {
  this.timeout(120_000);
  let platform: Platform;

  before(async function () {
    if (!areEnginesThere()) this.skip();
    platform = await openCompany();
  });
  after(() => {
    if (areEnginesThere()) platform.dispose();
  });

  /** `staging Degraded 1.2.0`: as the tree shows it. */
  const words = ({ environment, health, current }: ServiceEnvironment): string =>
    `${environment} ${health} ${current?.version ?? '-'}`;
  const versions = async (service: string): Promise<readonly string[]> =>
    ((await placesIn(platform, service)) ?? []).map(
      ({ environment, current }) => `${environment} ${current?.version ?? '-'}`,
    );

  it('knows every part, and offers what they offer', async () => {
    const { capabilities, title } = await platform.getInfo();
    assert.equal(title, 'Shop');
    for (const name of ['deployments', 'logs', 'events', 'watch', 'slos', 'owners', 'services.detail']) {
      assert.ok(capabilities[name], name);
    }
    await platform.listServices({ view: 'Summary' });
    assert.deepEqual(statesOf(platform), { catalog: 'Ok', argocd: 'Ok', kubernetes: 'Ok', metrics: 'Ok' });
  });

  it('takes names, titles, owners and systems from Backstage', async () => {
    const { items } = await platform.listServices({ view: 'Summary', pageSize: 200 });
    const told = new Map(items.map((service) => [service.name, service]));
    for (const name of ['checkout', 'assortment', 'payments', 'basket', 'ledger', 'drawing-board']) {
      assert.ok(told.has(name), `${name} among ${[...told.keys()].join(', ')}`);
    }
    assert.ok(!told.has('catalog') && !told.has('cart'), 'names of the engines are not the catalogue’s');
    const { title, owner, system } = told.get('assortment') ?? {};
    assert.deepEqual([title, owner, system], ['Assortment', 'group:default/buying', 'shop']);
    const { items: mine } = await platform.listServices({ view: 'Summary', owner: owner ?? '' });
    assert.ok(mine.some(({ name }) => name === 'basket') && !mine.some(({ name }) => name === 'payments'));
    const { items: owners } = await platform.listOwners({ pageSize: 100 });
    assert.ok(owners.some(({ displayName }) => displayName === 'Team Money'));
  });

  it('finds by annotations what Argo CD runs under other names', async () => {
    assert.deepEqual(await versions('assortment'), ['dev 5.2.0', 'staging 5.1.1', 'prod 5.0.0']);
    const staging = await placeIn(platform, 'payments', 'staging');
    assert.deepEqual([staging?.health, staging?.sync], ['Degraded', 'Synced']);
    assert.deepEqual(
      (await versions('notifier')).map((one) => one.split(' ')[0]),
      ['dev', 'staging', 'prod'],
    );
  });

  it('finds by annotations what only the cluster runs, and leaves empty what runs nowhere', async () => {
    const basket = (await placesIn(platform, 'basket')) ?? [];
    assert.deepEqual(basket.map(words), ['dev Healthy 1.2.0', 'staging Healthy 1.2.0', 'prod Healthy 1.1.0']);
    const ledger = await placeIn(platform, 'ledger', 'dev');
    assert.equal(ledger?.health, 'Degraded');
    assert.deepEqual(await placesIn(platform, 'drawing-board'), []);
  });

  it('has environments in promotion order, production with its guard', async () => {
    const { items } = await platform.listEnvironments();
    assert.deepEqual(
      items.slice(0, 3).map(({ name, production }) => [name, production]),
      [
        ['dev', false],
        ['staging', false],
        ['prod', true],
      ],
    );
    // `shop-dev`, where Argo CD delivers, has no label: the cluster takes it for the same `dev`.
    const apart = items.filter(({ name }) => /^(?:shop|store)-/.test(name));
    assert.deepEqual(apart, []);
  });

  it('measures by the name that the catalogue gives', async () => {
    const places = await placesIn(platform, 'assortment');
    const prod = places?.find(({ environment }) => environment === 'prod');
    assert.equal(prod?.slo?.worstStatus, 'Breached');
    const slos = await platform.measures?.slos('checkout', { environment: 'prod' });
    assert.equal(slos?.[0]?.status, 'Met');
    assert.deepEqual(await platform.measures?.slos('drawing-board', {}), []);
  });

  it('reads logs, events and history from the part that has the service', async () => {
    for (const [service, environment] of [
      ['assortment', 'staging'],
      ['basket', 'prod'],
    ] as const) {
      const lines: string[] = [];
      for await (const { message } of platform.logs(service, environment, { tail: 5 })) lines.push(message);
      assert.ok(lines.length > 0, `${service} has a log`);
      const { items } = await platform.listDeployments(service, { environment });
      assert.ok(items.length > 0 && items.every((each) => each.environment === environment));
      const [newest] = items;
      const found = await platform.deployments?.get(service, newest?.id ?? '');
      assert.equal(found?.id, newest?.id);
      assert.ok(await platform.places?.events(service, environment));
    }
  });

  it('plans in the words of the part that would do it', async () => {
    const argo = await platform.planDeployment('assortment', { environment: 'staging', kind: 'Deploy' });
    assert.ok(argo.fingerprint);
    const blocked = await platform.planDeployment('checkout', { environment: 'prod', kind: 'Deploy' });
    assert.ok(blocked.blocks?.some(({ reason }) => reason === 'FreezeWindow'));
    const restart = await platform.planDeployment('basket', { environment: 'dev', kind: 'Restart' });
    assert.ok(restart.fingerprint);
  });
});
