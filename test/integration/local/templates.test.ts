import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Operation } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import { Bed, buildCli, until, type Answer } from './bed.js';

interface RunPlan {
  readonly fingerprint: string;
  readonly files?: readonly { readonly path: string; readonly content: string }[];
  readonly blocks?: readonly { readonly reason: string }[];
}

const gallery = ['node-cronjob', 'node-http-service', 'node-worker', 'static-website'];

describe('templates', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    await bed.start();
  });
  afterEach(() => bed.dispose());

  const run = (template: string, values: object, more: object = {}): Promise<Answer<Operation>> =>
    bed.call(
      'POST',
      `/templates/${template}/runs`,
      { values, ...more },
      { 'Idempotency-Key': crypto.randomUUID() },
    );
  const plan = (template: string, values: object): Promise<Answer<RunPlan>> =>
    bed.call('POST', `/templates/${template}/runs?dryRun=true`, { values });

  it('offers golden paths with their forms, versions and changes', async () => {
    const { items } = await bed.get<
      Page<{
        name: string;
        version: string;
        tags: readonly string[];
        parameters: readonly { schema: object }[];
      }>
    >('/templates');
    assert.deepEqual(
      items.map(({ name }) => name),
      gallery,
    );
    for (const { name, version, tags, parameters } of items) {
      assert.ok(tags.length > 0, name);
      assert.match(version, /^\d+\.\d+\.\d+$/);
      assert.ok('properties' in (parameters[0]?.schema ?? {}), name);
    }
    const one = await bed.get<{ changelog: readonly { version: string }[] }>('/templates/node-worker');
    assert.equal(one.changelog[0]?.version, '1.0.0');
  });

  it('has a page of its own for each, beside those of services', async () => {
    interface Shown {
      readonly id: string;
      readonly title: string;
      readonly content?: string;
    }
    const { items } = await bed.get<Page<Shown>>('/pages?type=template');
    assert.deepEqual(
      items.map(({ title }) => title),
      gallery,
    );
    for (const { id, title } of items) {
      const page = await bed.get<Shown>(`/pages/${id}`);
      assert.match(page.content ?? '', /## What it makes[^]*platform\.yaml/, title);
      const skeleton = path.join('media/templates', title, 'skeleton');
      for (const [row] of (page.content ?? '').matchAll(/^\| `[^|]*/gm)) {
        for (const [, file = ''] of row.matchAll(/`([^`]+)`/g)) {
          assert.ok(existsSync(path.join(skeleton, file.replace(/^\.git/, '_git'))), `${title}: ${file}`);
        }
      }
      const found = await bed.get<Page<Shown>>(`/pages?type=template&q=${title}`);
      assert.deepEqual(
        found.items.map((item) => ({ ...item, content: page.content })),
        [page],
      );
    }
    assert.deepEqual((await bed.get<Page<Shown>>('/pages?service=orders')).items, []);
  });

  for (const template of gallery) {
    it(`makes a service of ${template} whose tests pass and that runs`, async () => {
      const folder = path.join(bed.folder, 'made');
      const description = 'Says "hello": <b>& more';
      const values = { name: 'made', owner: 'group:default/web', description };
      const planned = await plan(template, { ...values, folder });
      assert.equal(planned.status, 200, JSON.stringify(planned.body));
      assert.ok(!existsSync(folder), 'a plan writes nothing');
      const { status, body } = await run(
        template,
        { ...values, folder },
        { planFingerprint: planned.body.fingerprint },
      );
      assert.equal(status, 202, JSON.stringify(body));
      const ended = await bed.ended(body.id);
      assert.equal(ended.state, 'Succeeded', ended.message);
      for (const file of planned.body.files ?? []) {
        assert.equal(readFileSync(path.join(folder, file.path), 'utf8'), file.content);
        assert.ok(!file.content.includes('{{'), `${file.path} has a slot left`);
      }
      const tests = spawnSync(process.execPath, ['--test'], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined },
      });
      assert.equal(tests.status, 0, tests.stdout);
      const yaml = readFileSync(path.join(folder, 'platform.yaml'), 'utf8');
      const checked = await bed.call<{ diagnostics: readonly object[] }>(
        'POST',
        '/manifests/validate',
        parse(yaml) as object,
      );
      assert.deepEqual(checked.body.diagnostics, []);
      const manifest = parse(yaml) as { metadata: { description: string }; spec: { template: object } };
      assert.equal(manifest.metadata.description, description);
      assert.deepEqual(manifest.spec.template, { ref: `template:default/${template}`, version: '1.0.0' });
      const release = await bed.release(manifest, folder);
      const operation = await bed.deploy('made', {
        environment: 'development',
        kind: 'Deploy',
        release: release.id,
      });
      assert.equal(operation.state, 'Succeeded', operation.message);
      await until(
        async () => (await bed.leaf('made', 'development')).health === 'Healthy',
        'it to be healthy',
      );
      if (template === 'node-http-service') {
        assert.deepEqual(await bed.ask('made', 'development'), { service: 'made' });
      }
      if (template === 'static-website') {
        const { urls } = await bed.leaf('made', 'development');
        assert.match(await (await fetch(urls?.[0] ?? '')).text(), /&#60;b&#62;&#38; more/);
      }
    });
  }

  it('gives the files where no folder is named', async () => {
    const { body } = await run('node-worker', { name: 'made', owner: 'web' });
    const ended = await bed.ended(body.id);
    const files = ended.result?.['files'] as readonly { path: string }[];
    assert.ok(files.some((file) => file.path === 'platform.yaml'));
    assert.ok(files.some((file) => file.path === '.gitignore'));
  });

  it('refuses values that do not fit, and folders that are not free', async () => {
    const bad = async (values: object, reason: RegExp): Promise<void> => {
      const { status, body } = await plan('node-worker', values);
      assert.equal(status, 422);
      assert.match(JSON.stringify(body), reason);
    };
    await bad({ owner: 'web' }, /\/values\/name/);
    await bad({ name: '../up', owner: 'web' }, /\/values\/name/);
    await bad({ name: 'made', owner: 'web', colour: 'red' }, /no \\"colour\\"/);
    await bad({ name: 'made', owner: 'web', folder: 'made' }, /absolute path/);
    await bad({ name: 'made', owner: 'web', folder: path.join(bed.folder, 'none', 'made') }, /make it first/);
    const taken = path.join(bed.folder, 'taken');
    mkdirSync(taken);
    writeFileSync(path.join(taken, 'precious'), 'x');
    await bad({ name: 'made', owner: 'web', folder: taken }, /not empty/);
    symlinkSync(taken, path.join(bed.folder, 'link'));
    await bad({ name: 'made', owner: 'web', folder: path.join(bed.folder, 'link') }, /not empty/);
    assert.deepEqual(readdirSync(taken), ['precious']);
    const stale = await run('node-worker', { name: 'made', owner: 'web' }, { planFingerprint: 'sha256:0' });
    assert.equal(stale.status, 409);
  });
});
