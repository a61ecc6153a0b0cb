import assert from 'node:assert/strict';
import type { CatalogQuery } from '../../../src/model/liveNames.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('catalogue files and a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;

  before(async function () {
    if (!isBackstageThere()) this.skip();
    const running = (backstage = await startBackstage());
    platform = createBackstagePlatform({
      url: running.url,
      token: () => Promise.resolve(running.token),
      transport: undiciTransport(),
    });
  });
  after(async () => {
    platform?.dispose();
    await backstage?.stop();
  });

  const component = (spec: object, metadata: object = {}): object => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'till', ...metadata },
    spec: { type: 'service', lifecycle: 'production', owner: 'basket', ...spec },
  });
  const check = async (value: unknown): Promise<string[]> => {
    const found = await platform!.validateManifest('', { value });
    return found.map(({ pointer, severity, detail }) => `${pointer} ${severity}: ${detail}`);
  };
  const names = async (query: Partial<CatalogQuery> & Pick<CatalogQuery, 'kind'>): Promise<string[]> => {
    const answer = await platform!.names!.query({ limit: 100, ...query });
    return answer!.entries.map(({ name }) => name);
  };

  it('are told what the catalogue would refuse, at its place', async () => {
    assert.deepEqual(await check(component({})), []);
    const [name, ...others] = await check(component({}, { name: 'bad name!' }));
    assert.match(name ?? '', /^\/metadata\/name Error: "metadata\.name" is not valid; .*"bad name!"\.$/);
    assert.deepEqual(others, []);
    const [spec] = await check(component({ lifecycle: undefined }));
    assert.match(spec ?? '', /^\/spec Error: .*lifecycle/);
    assert.deepEqual(await check({ apiVersion: 'goldenpath.dev/v1alpha1', kind: 'Service' }), []);
  });

  it('are hinted names that the catalogue does not have, with the nearest', async () => {
    const wrong = {
      owner: 'baskte',
      system: 'shpo',
      consumesApis: ['prices', 'price'],
      dependsOn: ['resource:x-y-z'],
    };
    assert.deepEqual(await check(component(wrong)), [
      '/spec/owner Hint: The catalogue has no “baskte”. Did you mean “basket”?',
      '/spec/system Hint: The catalogue has no “shpo”. Did you mean “shop”?',
      '/spec/dependsOn/0 Hint: The catalogue has no “resource:x-y-z”. Correct the name, or register what it means.',
      '/spec/consumesApis/1 Hint: The catalogue has no “price”. Did you mean “prices”?',
    ]);
    assert.deepEqual(await check(component({ owner: 'logistics/delivery' })), []);
    assert.deepEqual(await check(component({ owner: 'delivery' }, { namespace: 'logistics' })), []);
  });

  it('are told of actions that are not installed', async () => {
    const step = (action: string): object => ({ id: action.replace(':', '-'), action });
    const template = {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'draft' },
      spec: { type: 'service', owner: 'basket', steps: [step('debug:log'), step('fetch:templat')] },
    };
    assert.deepEqual(await check(template), [
      '/spec/steps/1/action Warning: The action “fetch:templat” is not installed there. Did you mean “fetch:template”?',
    ]);
  });

  it('are completed with owners, systems, APIs, tags, lifecycles and actions', async () => {
    assert.deepEqual(await names({ kind: 'owner' }), [
      'group:default/basket',
      'group:logistics/delivery',
      'user:default/grace',
    ]);
    assert.deepEqual(await names({ kind: 'owner', prefix: 'del' }), ['group:logistics/delivery']);
    assert.deepEqual(await names({ kind: 'owner', prefix: 'user:' }), ['user:default/grace']);
    assert.deepEqual(await names({ kind: 'system' }), ['shop']);
    assert.deepEqual(await names({ kind: 'domain' }), ['retail']);
    assert.deepEqual(await names({ kind: 'api' }), ['api:default/prices']);
    assert.deepEqual(await names({ kind: 'tag' }), ['node']);
    assert.deepEqual(await names({ kind: 'lifecycle' }), ['deprecated', 'experimental', 'production']);
    assert.ok((await names({ kind: 'action' })).includes('fetch:template'));
    assert.equal(await platform!.names!.query({ kind: 'environment', limit: 10 }), undefined);
    const owners = await platform!.names!.query({ kind: 'owner', limit: 100 });
    assert.deepEqual([owners?.isComplete, owners?.isLive], [true, true]);
  });
});
