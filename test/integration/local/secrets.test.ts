import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Operation, OperationEvent } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import {
  isDocument,
  isDocumentList,
  isSecret,
  isSecretList,
} from '../../../src/contract/generated/checks.js';
import { findDocuments } from '../../../src/local/documents/findDocuments.js';
import { Bed, buildCli, manifest, serverJs, type Answer } from './bed.js';

interface Secret {
  readonly name: string;
  readonly state: string;
  readonly store?: string;
  readonly version?: string;
  readonly pending?: boolean;
  readonly updatedBy?: { readonly id: string };
}

const health = { startupDeadlineSeconds: 3, periodSeconds: 1 };
const canary = 'canary-5f0c1d7e-value';

/** Every file below a folder whose content holds a text. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => {
    const full = path.join(folder, file);
    return statSync(full, { throwIfNoEntry: false })?.isFile() === true && readFileSync(full).includes(text);
  });
}

describe('secrets and pages of the local platform', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    await bed.start();
  });
  afterEach(() => bed.dispose());

  const at = (environment: string): string => `/services/hello/environments/${environment}/secrets`;
  const list = async (environment = 'development'): Promise<readonly Secret[]> => {
    const found = await bed.get<Page<Secret>>(at(environment));
    assert.ok(isSecretList(found), JSON.stringify(found));
    return found.items;
  };
  const put = (name: string, body: object, environment = 'development'): Promise<Answer<Secret>> =>
    bed.call('PUT', `${at(environment)}/${name}`, body);
  const envOf = async (environment: string): Promise<Record<string, string>> =>
    (await bed.ask('hello', environment))['env'] as Record<string, string>;
  const make = async (server = serverJs('one')): Promise<string> => {
    const folder = bed.source('hello', { 'server.js': server });
    const secrets = { API_KEY: { key: 'hello/api' } };
    return (await bed.release(manifest('hello', {}, { health, secrets }), folder)).id;
  };
  const deploy = async (release: string): Promise<void> => {
    const done = await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release });
    assert.equal(done.state, 'Succeeded', done.message);
  };

  it('take a value that reaches the process and nothing else', async () => {
    const release = await make();
    assert.deepEqual(
      (await list()).map(({ name, state, pending }) => [name, state, pending]),
      [['API_KEY', 'Missing', false]],
    );
    const blocked = await bed.plan('hello', { environment: 'development', kind: 'Deploy', release });
    assert.match(JSON.stringify(blocked.blocks), /The secret .*hello\/api.* is missing/);
    const set = await put('API_KEY', { value: canary });
    assert.equal(set.status, 200, JSON.stringify(set.body));
    assert.ok(isSecret(set.body));
    await deploy(release);
    assert.equal((await envOf('development'))['API_KEY'], canary);
    const [now] = await list();
    assert.deepEqual([now?.state, now?.pending, now?.store], ['Set', false, 'platform']);
    const rest = await Promise.all(
      ['/audit-events', '/services/hello', '/operations', '/services/hello/deployments'].map((route) =>
        bed.get(route),
      ),
    );
    const events = await bed.get('/services/hello/environments/development/events');
    assert.ok(!JSON.stringify([set.body, now, rest, events, blocked]).includes(canary));
    assert.match(JSON.stringify(rest[0]), /setSecret/);
    assert.deepEqual(filesWith(bed.dataDir, canary), ['secrets.json']);
    assert.equal(statSync(path.join(bed.dataDir, 'secrets.json')).mode & 0o777, 0o600);
    assert.ok(!bed.stderr.includes(canary));
  });

  it('are pending until the next start, and kept over a restart of the platform', async () => {
    const release = await make();
    const first = await put('API_KEY', { value: 'first' });
    await deploy(release);
    assert.equal((await put('API_KEY', { value: 'first' })).body.version, first.body.version);
    assert.equal((await list())[0]?.pending, false, 'the same value again changes nothing');
    const second = await put('API_KEY', { value: 'second' });
    assert.notEqual(second.body.version, first.body.version);
    assert.equal((await list())[0]?.pending, true);
    assert.equal((await envOf('development'))['API_KEY'], 'first');
    const restarted = await bed.deploy('hello', { environment: 'development', kind: 'Restart' });
    assert.equal(restarted.state, 'Succeeded', restarted.message);
    assert.equal((await list())[0]?.pending, false);
    assert.equal((await envOf('development'))['API_KEY'], 'second');
    assert.equal((await list('staging'))[0]?.state, 'Missing', 'another environment has its own');
    await bed.kill('SIGKILL');
    await bed.untilEnded('what was started');
    await bed.start();
    assert.equal((await list())[0]?.version, second.body.version);
    assert.equal((await list())[0]?.pending, false);
  });

  it('are rotated with a plan, and come back when the service cannot live with the new one', async () => {
    const release = await make(
      `if (process.env.API_KEY.length !== 32 && process.env.API_KEY !== 'old') process.exit(1); ${serverJs('one')}`,
    );
    await put('API_KEY', { value: 'old' });
    await deploy(release);
    const route = `${at('development')}/API_KEY/rotate`;
    const plan = await bed.call<{ fingerprint: string }>('POST', `${route}?dryRun=true`, {});
    assert.equal(plan.status, 200, JSON.stringify(plan.body));
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const body = { planFingerprint: plan.body.fingerprint };
    const started = await bed.call<Operation>('POST', route, body, key);
    assert.equal(started.status, 202, JSON.stringify(started.body));
    assert.equal(started.body.kind, 'SecretRotation');
    assert.equal((await bed.call<Operation>('POST', route, body, key)).body.id, started.body.id);
    assert.equal((await bed.ended(started.body.id)).state, 'Succeeded');
    const value = (await envOf('development'))['API_KEY'] ?? '';
    assert.match(value, /^[\w-]{32}$/);
    const events = await bed.get<Page<OperationEvent>>(`/operations/${started.body.id}/events`);
    assert.ok(!JSON.stringify(events).includes(value));
    await put('API_KEY', { value: 'old' });
    await deploy(await make(`if (process.env.API_KEY !== 'old') process.exit(1); ${serverJs('two')}`));
    const again = await bed.call<Operation>('POST', route, {}, { 'Idempotency-Key': crypto.randomUUID() });
    assert.equal((await bed.ended(again.body.id)).state, 'Failed');
    assert.equal((await envOf('development'))['API_KEY'], 'old');
    assert.equal((await list())[0]?.pending, false);
  });

  it('refuse what nobody asks for, what changed meanwhile, and production without a reason', async () => {
    await make();
    assert.equal((await put('OTHER', { value: 'x' })).status, 404);
    assert.equal((await put('API_KEY', { value: '' })).status, 422);
    const stale = await bed.call(
      'PUT',
      `${at('development')}/API_KEY`,
      { value: 'x' },
      { 'If-Match': '"old"' },
    );
    assert.equal(stale.status, 412);
    const production = await put('API_KEY', { value: 'x' }, 'production');
    assert.match(JSON.stringify(production.body), /Give a reason/);
    assert.equal((await put('API_KEY', { value: 'x', reason: 'first' }, 'production')).status, 200);
    const rules = `rules: [{permissions: [secret.write], allow: [group:default/security]}]`;
    writeFileSync(path.join(bed.dataDir, 'access.yaml'), rules);
    assert.equal((await put('API_KEY', { value: 'y' })).status, 403);
  });

  it('pages are the README, docs and runbooks of the newest release, and no file outside', async () => {
    const folder = bed.source('hello', {
      'server.js': serverJs('one'),
      'README.md': '# Hello\n\nSays hello.\n',
      'docs/how.md': 'No heading here.\n',
      'docs/decisions/0001-x.md': '# Use x\n',
      'docs/long.md': `# Long\n${'0123456789\n'.repeat(60_000)}`,
      'runbooks/down.md': '# When it is down\n',
      'src/notes.md': '# Not a page\n',
    });
    await bed.release(manifest('hello', {}, { health }), folder);
    interface Shown {
      readonly id: string;
      readonly title: string;
      readonly type: string;
      readonly content?: string;
    }
    const pages = async (query = ''): Promise<readonly Shown[]> => {
      const found = await bed.get<Page<Shown>>(`/pages${query}`);
      assert.ok(isDocumentList(found), JSON.stringify(found));
      return found.items;
    };
    const all = await pages('?service=hello');
    assert.deepEqual(
      all.map(({ title, type }) => `${type} ${title}`),
      ['guide Hello', 'decision Use x', 'guide how.md', 'guide Long', 'runbook When it is down'],
    );
    assert.ok(all.every(({ content }) => content === undefined));
    assert.deepEqual((await pages('?type=runbook')).length, 1);
    assert.deepEqual((await pages('?service=other')).length, 0);
    assert.deepEqual(
      (await pages('?q=USE')).map(({ title }) => title),
      ['Use x'],
    );
    const read = await bed.get<Shown>(`/pages/${all[0]?.id ?? ''}`);
    assert.ok(isDocument(read));
    assert.equal(read.content, '# Hello\n\nSays hello.\n');
    const long = await bed.get<Shown>(`/pages/${all[3]?.id ?? ''}`);
    assert.ok((long.content?.length ?? 0) < 600_000);
    assert.match(long.content ?? '', /\(Cut: .*512 KB\.\)/);
    for (const name of ['nothing', '..%2f..%2fstate.json', '..%2fserver.js', 'server.js']) {
      assert.equal((await bed.call('GET', `/pages/${name}`)).status, 404, name);
    }
    bed.source('hello', { 'README.md': '# Hello again\n' });
    await bed.release(manifest('hello', {}, { health }), folder);
    assert.equal((await bed.get<Shown>(`/pages/${all[0]?.id ?? ''}`)).title, 'Hello again');
  });

  it('pages do not follow links', async () => {
    bed.source('outside', { 'stolen.md': '# Stolen' });
    const outside = path.join(bed.folder, 'sources', 'outside');
    const folder = bed.source('linked', { 'docs/own.md': '# Own' });
    symlinkSync(outside, path.join(folder, 'docs', 'folder'));
    symlinkSync(path.join(outside, 'stolen.md'), path.join(folder, 'docs', 'file.md'));
    symlinkSync(path.join(outside, 'stolen.md'), path.join(folder, 'README.md'));
    assert.deepEqual(
      (await findDocuments(folder)).map(({ title }) => title),
      ['Own'],
    );
  });
});
