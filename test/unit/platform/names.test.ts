import assert from 'node:assert/strict';
import { PlatformError } from '../../../src/model/errors.js';
import type { Platform } from '../../../src/model/platform.js';
import { PlatformNames } from '../../../src/platform/names/platformNames.js';
import { FakePlatform, service } from './fakePlatform.js';

function namesOf(fake: FakePlatform): { names: PlatformNames; pass: (ms: number) => void } {
  let now = 1_000_000;
  return { names: new PlatformNames(fake.platform, { now: () => now }), pass: (ms) => (now += ms) };
}

function withEnvironments(...names: string[]): FakePlatform {
  const fake = new FakePlatform();
  for (const name of names) fake.environments.set(name, { name, type: 'development', production: false });
  return fake;
}

describe('PlatformNames', () => {
  it('gives the names that begin with a prefix, and says whether they are all', async () => {
    const { names } = namesOf(withEnvironments('staging', 'development', 'stage-2'));
    const all = await names.query({ kind: 'environment', limit: 10 });
    assert.deepEqual(
      all?.entries.map(({ name }) => name),
      ['staging', 'development', 'stage-2'],
    );
    assert.equal(all.isComplete, true);
    assert.equal(all.isLive, true);
    const some = await names.query({ kind: 'environment', prefix: 'STAG', limit: 10 });
    assert.deepEqual(
      some?.entries.map(({ name }) => name),
      ['staging', 'stage-2'],
    );
    assert.equal(some.isComplete, false);
    assert.equal((await names.query({ kind: 'environment', limit: 2 }))?.isComplete, false);
  });

  it('does not take the owners of the local platform for all there are: it has no catalogue', async () => {
    for (const [name, isComplete] of [
      ['local', false],
      ['acme', true],
    ] as const) {
      const fake = new FakePlatform();
      const platform: Platform = {
        ...fake.platform,
        getInfo: () =>
          Promise.resolve({ name, contractVersion: '0.1.0', capabilities: { owners: { level: 'Read' } } }),
        listOwners: () =>
          Promise.resolve({ items: [{ ref: 'group:default/shop', displayName: 'shop', type: 'group' }] }),
      };
      const answer = await new PlatformNames(platform).query({ kind: 'owner', limit: 10 });
      assert.equal(answer?.entries.length, 1);
      assert.equal(answer.isComplete, isComplete);
    }
  });

  it('reads every page, and each list once at a time and once a minute', async () => {
    const fake = new FakePlatform();
    for (const name of ['a', 'b', 'c', 'd', 'e']) fake.services.set(name, service(name));
    const { names, pass } = namesOf(fake);
    const answers = await Promise.all([1, 2, 3].map(() => names.query({ kind: 'service', limit: 10 })));
    assert.deepEqual(
      answers.map((answer) => answer?.entries.length),
      [5, 5, 5],
    );
    assert.equal(fake.calls.length, 3);
    pass(59_000);
    await names.query({ kind: 'service', limit: 10 });
    assert.equal(fake.calls.length, 3);
    pass(2_000);
    await names.query({ kind: 'service', limit: 10 });
    assert.equal(fake.calls.length, 6);
  });

  it('tells what it knew while the platform is away, marked as not live, and asks seldom', async () => {
    const fake = withEnvironments('staging');
    const { names, pass } = namesOf(fake);
    await names.query({ kind: 'environment', limit: 10 });
    fake.fault = new PlatformError('unreachable', 'Away.');
    names.invalidate();
    const before = fake.calls.length;
    for (let index = 0; index < 5; index++) {
      const answer = await names.query({ kind: 'environment', limit: 10 });
      assert.equal(answer?.entries.length, 1);
      assert.equal(answer.isLive, false);
    }
    assert.equal(fake.calls.length, before + 1);
    fake.fault = undefined;
    pass(16_000);
    assert.equal((await names.query({ kind: 'environment', limit: 10 }))?.isLive, true);
  });

  it('knows nothing of lists that the platform does not offer, and says so', async () => {
    const fake = withEnvironments('staging');
    const { names } = namesOf(fake);
    assert.equal(await names.query({ kind: 'template', limit: 10 }), undefined);
    assert.equal(await names.query({ kind: 'secretKey', limit: 10 }), undefined);
    assert.deepEqual(fake.calls, ['info']);
  });

  it('tells of a template its version and the form of its values', async () => {
    const fake = new FakePlatform();
    const parameters = [{ schema: { type: 'object', properties: { port: { type: 'integer' } } } }];
    const platform: Platform = {
      ...fake.platform,
      getInfo: () =>
        Promise.resolve({
          name: 'fake',
          contractVersion: '0.1.0',
          capabilities: { templates: { level: 'Read' } },
        }),
      listTemplates: () => Promise.resolve({ items: [{ name: 'web', version: '1.2.0', parameters }] }),
    };
    const answer = await new PlatformNames(platform).query({ kind: 'template', limit: 10 });
    assert.deepEqual(answer?.entries, [
      { name: 'web', facts: { version: '1.2.0', params: parameters[0]?.schema } },
    ]);
  });

  it('tells the keys of the secrets of a service, each once, and never that these are all', async () => {
    const asked: string[] = [];
    const platform: Platform = {
      ...new FakePlatform().platform,
      getInfo: () =>
        Promise.resolve({
          name: 'fake',
          contractVersion: '0.2.0',
          capabilities: { secrets: { level: 'Write' } },
        }),
      getService: (name) =>
        Promise.resolve({
          name,
          environments: ['dev', 'prod'].map((environment) => ({ environment, health: 'Healthy' })),
        }),
      secrets: {
        ...({} as Required<Platform>['secrets']),
        list: (of, environment) => {
          asked.push(`${of} ${environment}`);
          const items = [
            { name: 'STRIPE', key: 'shop/stripe', state: 'Set', store: 'vault' },
            { name: 'OTHER', state: 'Missing' },
          ];
          return Promise.resolve({ items });
        },
      },
    };
    const names = new PlatformNames(platform);
    const answer = await names.query({ kind: 'secretKey', of: 'cart', limit: 10 });
    assert.deepEqual(answer?.entries, [{ name: 'shop/stripe', title: 'STRIPE', facts: { store: 'vault' } }]);
    assert.equal(answer.isComplete, false);
    assert.deepEqual(asked, ['cart dev', 'cart prod']);
    assert.equal(await names.query({ kind: 'secretKey', limit: 10 }), undefined);
  });

  it('tells who belongs to an owner, where the catalogue can be asked', async () => {
    const { platform } = new FakePlatform();
    const offered: Platform = {
      ...platform,
      getInfo: () =>
        Promise.resolve({
          name: 'acme',
          contractVersion: '0.2.0',
          capabilities: { owners: { level: 'Read' } },
        }),
    };
    const query = { kind: 'member', of: 'group:default/shop', limit: 10 } as const;
    assert.deepEqual((await new PlatformNames(offered).query(query))?.entries, []);
    const catalog = {
      ...({} as Required<Platform>['catalog']),
      members: (ref: string) => {
        assert.equal(ref, 'group:default/shop');
        return Promise.resolve({
          items: [{ ref: 'user:default/ada', displayName: 'Ada' }, { ref: 'user:default/bo' }],
        });
      },
    };
    const answer = await new PlatformNames({ ...offered, catalog }).query(query);
    assert.deepEqual(
      answer?.entries.map(({ name }) => name),
      ['Ada', 'bo'],
    );
  });

  it('tells the scorecards that the platform publishes, with their checks', async () => {
    const spec = { checks: [{ name: 'owner', evaluation: 'Manifest', path: '/spec/owner' }] };
    const platform: Platform = {
      ...new FakePlatform().platform,
      getInfo: () =>
        Promise.resolve({
          name: 'fake',
          contractVersion: '0.2.0',
          capabilities: { scorecards: { level: 'Read' } },
        }),
      listScorecards: () => Promise.resolve({ items: [{ name: 'ready', title: 'Ready', spec }] }),
    };
    const answer = await new PlatformNames(platform).query({ kind: 'scorecard', limit: 10 });
    assert.deepEqual(answer?.entries, [{ name: 'ready', title: 'Ready', facts: spec }]);
  });

  it('never calls derived names complete', async () => {
    const fake = new FakePlatform();
    fake.services.set('a', { ...service('a'), system: 'shop' });
    const { names } = namesOf(fake);
    const systems = await names.query({ kind: 'system', limit: 10 });
    assert.deepEqual(systems?.entries, [{ name: 'shop' }]);
    assert.equal(systems.isComplete, false);
  });
});
