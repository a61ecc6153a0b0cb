import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { CatalogQuery } from '../../../src/model/liveNames.js';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { entityText } from '../../../src/platform/backstage/entityText.js';
import { firstEntity } from '../../../src/platform/backstage/firstEntity.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { buildCli, runCli } from '../cli/cliProgram.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

describe('catalogue files and a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;

  before(async function () {
    if (!isBackstageThere('files')) this.skip();
    const running = (backstage = await startBackstage({ recording: 'files' }));
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

describe('locations of a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;
  let files: Server | undefined;
  let base = '';
  let text = '';

  before(async function () {
    if (!isBackstageThere()) this.skip();
    const served = (files = createServer((_request, response) => response.end(text)));
    await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
    const { port } = served.address() as AddressInfo;
    base = `http://127.0.0.1:${port}`;
    const running = (backstage = await startBackstage({ host: `127.0.0.1:${port}` }));
    platform = createBackstagePlatform({
      url: running.url,
      token: () => Promise.resolve(running.token),
      transport: undiciTransport(),
    });
  });
  after(async () => {
    platform?.dispose();
    files?.close();
    await backstage?.stop();
  });

  it('are registered once, refreshed, and forgotten', async () => {
    const { locations } = platform!;
    const target = `${base}/shop/catalog-info.yaml`;
    text = entityText({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'till', tags: ['yes', 'a-b'] },
      spec: { type: 'service', lifecycle: 'production', owner: 'basket' },
    });
    const first = await locations.register(target);
    assert.deepEqual([first.entities, first.isNew], [['component:default/till'], true]);
    assert.equal((await locations.register(target)).isNew, false);
    assert.deepEqual((await locations.list()).filter((location) => location.target === target).length, 1);
    await locations.refresh('component:default/cart');
    await assert.rejects(locations.refresh('component:default/nobody'), { code: 'not-found' });
    await locations.unregister(target);
    await assert.rejects(locations.unregister(target), { code: 'not-found' });
    text = 'just a text';
    await assert.rejects(locations.register(`${base}/other.yaml`), { code: 'invalid-request' });
    await assert.rejects(
      locations.register('https://nowhere.test/catalog-info.yaml'),
      /reading\.allow|Unable to read/,
    );
  });

  it('begin with what an analysis tells', async () => {
    const { entity } = await platform!.locations.analyse(`${base}/shop/till`);
    assert.deepEqual(firstEntity(entity, 'till', 'basket')['spec'], {
      type: 'service',
      lifecycle: 'experimental',
      owner: 'basket',
    });
  });

  it('are handled at the command line', async () => {
    await buildCli();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-catalog-'));
    writeFileSync(path.join(folder, 'token'), backstage!.token, { mode: 0o600 });
    const run = (...args: string[]): ReturnType<typeof runCli> =>
      runCli(
        ['catalog', ...args, '--backstage', backstage!.url, '--token-file', path.join(folder, 'token')],
        {
          cwd: folder,
        },
      );
    const begun = await run('init', `${base}/shop/till`, '--owner', 'basket');
    assert.equal(begun.code, 0, begun.err);
    text = readFileSync(path.join(folder, 'catalog-info.yaml'), 'utf8');
    assert.match(text, /kind: Component[^]*owner: basket/);
    assert.equal((await run('init', `${base}/shop/till`)).code, 2);
    const target = `${base}/shop/other.yaml`;
    const registered = await run('register', target);
    assert.match(registered.out, /^Registered: component:default\//);
    assert.equal((await run('unregister', target)).code, 0);
    const checked = await runCli(
      ['check', '--platform', backstage!.url, '--token-file', path.join(folder, 'token'), folder],
      { cwd: folder },
    );
    assert.equal(checked.code, 0, checked.out + checked.err);
    writeFileSync(
      path.join(folder, 'catalog-info.yaml'),
      text.replace('owner: basket', 'owner: basket\n  system: shpo'),
    );
    const hinted = await runCli(
      ['check', '--platform', backstage!.url, '--token-file', path.join(folder, 'token'), folder],
      { cwd: folder },
    );
    assert.match(hinted.out, /“shpo”. Did you mean “shop”/);
    rmSync(folder, { recursive: true, force: true });
  });
});
