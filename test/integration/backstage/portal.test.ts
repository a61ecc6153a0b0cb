import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createBackstagePlatform,
  type BackstagePlatform,
} from '../../../src/platform/backstage/backstagePlatform.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { buildCli, program } from '../cli/cliProgram.js';
import { RawClient } from '../server/rawClient.js';
import { isBackstageThere, startBackstage, type RunningBackstage } from './backstage.js';

const app = 'https://portal.example.test/backstage';

describe('the portal of a real Backstage', function () {
  this.timeout(120_000);
  let backstage: RunningBackstage | undefined;
  let platform: BackstagePlatform | undefined;
  let files: Server | undefined;
  let base = '';
  let text = '';

  const as = (token: string | undefined): BackstagePlatform =>
    createBackstagePlatform({
      url: backstage!.url,
      app: `${app}/`,
      token: () => Promise.resolve(token),
      transport: undiciTransport(),
    });

  before(async function () {
    if (!isBackstageThere()) this.skip();
    const served = (files = createServer((_request, response) => response.end(text)));
    await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve));
    const { port } = served.address() as AddressInfo;
    base = `http://127.0.0.1:${port}`;
    backstage = await startBackstage({ host: `127.0.0.1:${port}` });
    platform = as(backstage.token);
  });
  after(async () => {
    platform?.dispose();
    files?.close();
    await backstage?.stop();
  });

  it('gives an entity as people read it, and says which file brought it', async () => {
    const entity = (ref: string) => platform!.catalogFiles.entity(ref);
    const { text: cart, origin } = await entity('component:default/cart');
    assert.match(cart, /^apiVersion: backstage\.io\/v1alpha1\nkind: Component\n[^]*\n {2}name: cart\n/);
    assert.match(cart, /relations:\n(?:.*\n)* {2}- type: ownedBy\n {4}targetRef: group:default\/basket\n/);
    assert.equal(origin, undefined);
    await assert.rejects(entity('component:default/nobody'), { code: 'not-found' });
    await assert.rejects(entity('no reference!'), { code: 'not-found' });
  });

  it('tells what a file would bring, and what goes when it is forgotten', async () => {
    const { catalogFiles } = platform!;
    const url = `${base}/till/catalog-info.yaml`;
    text = await catalogFiles.first({ folder: 'till', owner: 'group:default/basket' });
    assert.deepEqual(await catalogFiles.plan(url), { entities: ['component:default/till'], isNew: true });
    await assert.rejects(catalogFiles.entity('component:default/till'), { code: 'not-found' });
    await catalogFiles.register(url);
    const deadline = Date.now() + 20_000;
    let brought: readonly string[] = [];
    while (brought.length === 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      brought = await catalogFiles.broughtBy(url);
    }
    assert.deepEqual(brought, ['component:default/till']);
    assert.equal((await catalogFiles.entity('component:default/till')).origin, url);
    assert.deepEqual((await catalogFiles.plan(url)).isNew, false);
    await catalogFiles.unregister(url);
    await assert.rejects(catalogFiles.entity('component:default/till'), { code: 'not-found' });
  });

  it('says 403 to a token that may not read the catalogue', async () => {
    const restricted = as(`${backstage!.token}-scaffolder`);
    await assert.rejects(restricted.catalogFiles.plan(`${base}/x.yaml`), { code: 'forbidden' });
    await assert.rejects(restricted.catalogFiles.refresh('component:default/cart'), { code: 'forbidden' });
    restricted.dispose();
  });

  it('begins a file with what the address of a repository tells', async () => {
    const url = 'https://github.com/acme/orders';
    const first = await platform!.catalogFiles.first({ url, folder: 'x', owner: 'group:default/basket' });
    assert.match(first, /name: orders\n {2}annotations:\n {4}github\.com\/project-slug: acme\/orders\n/);
    assert.match(first, /owner: group:default\/basket\n/);
  });

  it('is searched; what is found opens where people see it', async () => {
    const found = await search('cart');
    assert.deepEqual(
      found.map(({ title, type, url }) => [title, type, url]),
      [
        ['Cart', 'component', `${app}/catalog/default/component/cart`],
        ['cart-db', 'resource', `${app}/catalog/default/resource/cart-db`],
      ],
    );
    assert.equal(found[0]?.text, 'Keeps what a customer wants to buy');
    assert.deepEqual((await platform!.search.find('zzyzx')).items, []);
    const { links } = await platform!.getService('cart');
    assert.ok(links?.some(({ url }) => url === `${app}/docs/default/component/cart`));
    assert.equal((await platform!.getInfo()).links?.[0]?.url, app);
  });

  /** The index is made in the seconds after the start. */
  async function search(word: string) {
    for (const deadline = Date.now() + 30_000; ;) {
      const { items } = await platform!.search.find(word);
      if (items.length > 0 || Date.now() > deadline) return items;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  it('tells whose token it is, and of that of a program that it does not', async () => {
    const guest = as(undefined);
    const me = await guest.getMe();
    assert.deepEqual(me, {
      user: { id: 'user:default/grace', type: 'user' },
      groups: ['group:default/basket'],
    });
    guest.dispose();
    await assert.rejects(platform!.getMe(), { code: 'not-implemented' });
  });

  const draft = (steps: readonly object[], more: object = {}) => ({
    template: {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'draft' },
      spec: {
        type: 'service',
        owner: 'basket',
        parameters: [{ title: 'Names', required: ['name'], properties: { name: { type: 'string' } } }],
        steps,
        ...more,
      },
    },
    files: [
      { path: 'skeleton/README.md', base64Content: Buffer.from('# ${{ values.name }}\n').toString('base64') },
    ],
  });
  const log = { id: 'say', action: 'debug:log', input: { message: 'Hello' } };
  const fill = {
    id: 'fill',
    action: 'fetch:template',
    input: { url: './skeleton', values: { name: '${{ parameters.name }}' } },
  };
  const values = { name: 'till' };

  it('tries a template as it is written', async () => {
    const { drafts } = platform!;
    const whole = draft([fill, log], {
      output: { text: [{ title: 'Made', content: '${{ parameters.name }}' }] },
    });
    assert.deepEqual(
      drafts.form(whole.template).map(({ title }) => title),
      ['Names'],
    );
    const { files: made, output, log: said } = await drafts.dryRun(whole, { values });
    assert.deepEqual(made, [{ path: 'README.md', action: 'Create', content: '# till\n', encoding: 'utf-8' }]);
    assert.deepEqual(output['text'], [{ title: 'Made', content: 'till' }]);
    assert.ok(said.some(({ step, message }) => step === 'say' && message.includes('Hello')));
  });

  it('tells which step of a template fails, and that none does', async () => {
    const { drafts } = platform!;
    const missing = { ...fill, id: 'gone', input: { ...fill.input, url: './nowhere' } };
    const steps = draft([log, fill, { ...log, id: 'two' }, missing, { ...log, id: 'three' }]);
    await assert.rejects(drafts.dryRun(steps, { values }), (error: Error) => {
      assert.match(error.message, /no such file or directory.*nowhere/);
      assert.doesNotMatch(error.message, /dry-run-content/);
      return true;
    });
    assert.equal(await drafts.failingStep(steps, { values }), 'gone');
    const unknown = draft([{ ...log, id: 'odd', action: 'debug:logg' }]);
    await assert.rejects(drafts.dryRun(unknown, { values }), /debug:logg/);
    assert.equal(await drafts.failingStep(unknown, { values }), 'odd');
    await assert.rejects(drafts.dryRun(draft([log]), { values: {} }), { code: 'invalid-request' });
    assert.equal(await drafts.failingStep(draft([log]), { values: {} }), undefined);
  });

  it('opens an entity in an editor that speaks plain LSP, as a read-only file', async () => {
    await buildCli();
    const cache = mkdtempSync(path.join(os.tmpdir(), 'golden-path-'));
    writeFileSync(path.join(cache, 'token'), backstage!.token, { mode: 0o600 });
    const before = process.env['XDG_CACHE_HOME'];
    process.env['XDG_CACHE_HOME'] = cache;
    const from = ['--platform', backstage!.url, '--token-file', path.join(cache, 'token')];
    const client = new RawClient(['lsp', '--stdio', ...from], program);
    try {
      await client.start();
      const uri = pathToFileURL(path.join(cache, 'catalog-info.yaml')).href;
      const entity = [
        'apiVersion: backstage.io/v1alpha1',
        'kind: Component',
        'metadata: { name: kiosk }',
        'spec: { type: service, lifecycle: production, owner: basket }',
      ].join('\n');
      client.open(uri, entity);
      const place = { textDocument: { uri }, position: { line: 3, character: 55 } };
      const [found] = await client.request<{ uri: string }[]>('textDocument/definition', place);
      const file = fileURLToPath(found?.uri ?? '');
      assert.ok(file.startsWith(cache));
      assert.match(readFileSync(file, 'utf8'), /^# group:default\/basket, as http.*\n[^]*kind: Group\n/);
      await client.stop();
    } finally {
      client.process.kill('SIGKILL');
      if (before === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = before;
      rmSync(cache, { recursive: true, force: true });
    }
  });
});
