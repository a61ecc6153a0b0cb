import assert from 'node:assert/strict';
import { PlatformError, type PlatformErrorCode } from '../../../src/model/errors.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('the catalogue of a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform;
  const disposables: BackstagePlatform[] = [];

  const connect = (token = '', url = ''): BackstagePlatform => {
    const made = createBackstagePlatform({
      url: url || (backstage?.url ?? ''),
      token: () => Promise.resolve(token || backstage?.token),
      transport: undiciTransport(),
    });
    disposables.push(made);
    return made;
  };

  before(async function () {
    if (!isBackstageThere('catalog')) this.skip();
    backstage = await startBackstage({ recording: 'catalog' });
    platform = connect();
  });
  after(async () => {
    for (const made of disposables) made.dispose();
    await backstage?.stop();
  });

  const names = (page: { readonly items: readonly { readonly name: string }[] }): string[] =>
    page.items.map(({ name }) => name);
  const refused = async (work: Promise<unknown>, code: PlatformErrorCode, words: RegExp): Promise<void> => {
    await assert.rejects(work, (error) => {
      assert.ok(PlatformError.is(error, code), String(error));
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /node_modules|backstage-test-token/);
      return true;
    });
  };

  it('lists components as services, by name', async () => {
    const { items, nextPageToken } = await platform.listServices();
    assert.deepEqual(names({ items }), ['cart', 'logistics/couriers', 'orphan', 'storefront']);
    assert.equal(nextPageToken, undefined);
    const { etag, ...cart } = items[0]!;
    assert.match(etag ?? '', /^[0-9a-f]{40}$/);
    assert.deepEqual(cart, {
      name: 'cart',
      namespace: 'default',
      title: 'Cart',
      description: 'Keeps what a customer wants to buy',
      type: 'service',
      lifecycle: 'production',
      owner: 'group:default/basket',
      system: 'shop',
      labels: { tier: 'high' },
      tags: ['node'],
      links: [
        {
          url: `${backstage!.url}/docs/default/component/cart`,
          title: 'Documentation',
          type: 'documentation',
        },
        { url: `${backstage!.url}/catalog/default/component/cart`, title: 'In Backstage', type: 'portal' },
        { url: 'https://dashboards.example.test/cart', title: 'Dashboard', type: 'dashboard' },
      ],
      repository: { url: 'https://github.com/example/shop', path: 'services/cart' },
      dependsOn: ['api:default/prices', 'resource:default/cart-db'],
      environments: [],
    });
  });

  it('walks page by page, each service once', async () => {
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await platform.listServices({
        pageSize: 1,
        ...(pageToken !== undefined && { pageToken }),
      });
      assert.equal(page.items.length, 1);
      seen.push(...names(page));
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined);
    assert.deepEqual(seen, ['cart', 'logistics/couriers', 'orphan', 'storefront']);
  });

  it('lets the server filter', async () => {
    assert.deepEqual(names(await platform.listServices({ owner: 'user:default/grace' })), ['storefront']);
    assert.deepEqual(names(await platform.listServices({ owner: 'logistics/delivery' })), [
      'logistics/couriers',
    ]);
    assert.deepEqual(names(await platform.listServices({ system: 'shop' })), ['cart', 'storefront']);
    assert.deepEqual(names(await platform.listServices({ q: 'WANTS' })), ['cart']);
    assert.deepEqual(names(await platform.listServices({ owner: 'no such, kind=group' })), []);
    const asked = ['orphan', 'nobody', 'logistics/couriers', '../x'];
    assert.deepEqual(names(await platform.listServices({ names: asked })), ['orphan', 'logistics/couriers']);
    assert.deepEqual(names(await platform.listServices({ environment: 'production' })), []);
  });

  it('reads one service, also of another namespace', async () => {
    assert.equal((await platform.getService('logistics/couriers')).owner, 'group:logistics/delivery');
    assert.deepEqual((await platform.getService('storefront')).repository, {
      url: 'https://github.com/example/storefront',
    });
    await refused(platform.getService('nobody'), 'not-found', /nobody/);
    await refused(platform.getService('../../locations'), 'not-found', /not the name of a component/);
  });

  it('lists groups and users as owners', async () => {
    assert.deepEqual((await platform.listOwners()).items, [
      { ref: 'group:default/basket', displayName: 'Team Basket', type: 'group' },
      { ref: 'group:logistics/delivery', type: 'group' },
      { ref: 'user:default/grace', displayName: 'Grace', type: 'user' },
    ]);
  });

  it('reads systems, one owner and its members', async () => {
    const shop = { name: 'shop', namespace: 'default', title: 'Shop', domain: 'retail' };
    const [system] = (await platform.catalog.systems({ owner: 'basket' })).items;
    assert.deepEqual(system, {
      ...shop,
      description: 'Everything a customer sees',
      owner: 'group:default/basket',
    });
    assert.deepEqual(await platform.catalog.system('shop'), system);
    assert.equal((await platform.catalog.owner('group:default/basket')).displayName, 'Team Basket');
    const members = await platform.catalog.members('group:default/basket');
    assert.deepEqual(members.items, [{ ref: 'user:default/grace', displayName: 'Grace', type: 'user' }]);
  });

  it('lists templates, and reads one with the form of its parameters', async () => {
    assert.deepEqual(names(await platform.listTemplates()), ['greeter', 'hello', 'patience']);
    const hello = await platform.templates.get('hello');
    assert.equal(hello.version, '1.4.0');
    assert.equal(hello.owner, 'group:default/basket');
    assert.deepEqual(
      hello.parameters?.map(({ title }) => title),
      ['Service', 'Access'],
    );
    assert.deepEqual(hello.parameters[0]!.schema['required'], ['name', 'owner']);
  });

  it('counts values and names the files that an entity was read from', async () => {
    const { 'spec.lifecycle': lifecycles } = await platform.entities.facets(['spec.lifecycle'], {
      kind: 'component',
    });
    assert.deepEqual(lifecycles, [
      { value: 'deprecated', count: 1 },
      { value: 'experimental', count: 1 },
      { value: 'production', count: 2 },
    ]);
    const chain = await platform.entities.ancestry({ kind: 'component', namespace: 'default', name: 'cart' });
    assert.deepEqual(
      chain.map(({ entity }) => entity.kind),
      ['Component', 'Location', 'Location'],
    );
  });

  it('announces what Backstage has, and refuses what it has not', async () => {
    const info = await platform.getInfo();
    assert.deepEqual(Object.keys(info.capabilities).sort(), [
      'facets',
      'manifests',
      'operations',
      'owners',
      'systems',
      'templates',
    ]);
    assert.deepEqual((await platform.listEnvironments()).items, []);
    await refused(platform.listScorecards(), 'not-implemented', /neither Tech Insights nor SonarQube/);
    await refused(platform.listDeployments('cart'), 'not-implemented', /catalogue .* engine/);
    const logs = platform.logs('cart', 'production')[Symbol.asyncIterator]();
    await refused(logs.next(), 'not-implemented', /logs/);
  });

  it('tells why it is refused', async () => {
    await refused(connect('wrong').listServices(), 'unauthenticated', /token/i);
    await refused(connect(`${backstage!.token}-scaffolder`).listServices(), 'forbidden', /restricted/);
    await refused(platform.listServices({ pageToken: 'made up' }), 'invalid-request', /cursor/);
    const elsewhere = connect('', `${backstage!.url}/elsewhere`);
    await refused(elsewhere.listServices(), 'not-a-platform', /127\.0\.0\.1/);
  });
});
