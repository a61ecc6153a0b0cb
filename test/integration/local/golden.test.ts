import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../src/model/catalog.js';
import type { Operation, OperationEvent, Step } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import { Bed, buildCli, commitAll, manifest, run, serverJs, until, type Answer } from './bed.js';

interface PipelineRun {
  readonly id: string;
  readonly kind: string;
  readonly number: number;
  readonly state: string;
  readonly done: boolean;
  readonly release: string;
  readonly commit?: { readonly id: string };
  readonly steps: readonly Step[];
  readonly tests?: { readonly passed: number; readonly failed: number };
}

const health = { startupDeadlineSeconds: 5, periodSeconds: 1 };

describe('builds, actions and ephemeral environments', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    await bed.start();
  });
  afterEach(() => bed.dispose());

  const call = (method: string, route: string, body?: object): Promise<Answer<Operation>> =>
    bed.call<Operation>(method, route, body, { 'Idempotency-Key': crypto.randomUUID() });
  const act = async (method: string, route: string, body?: object): Promise<Operation> => {
    const answer = await call(method, route, body);
    assert.equal(answer.status, 202, JSON.stringify(answer.body));
    return bed.ended(answer.body.id);
  };
  const action = (name: string, service: string, values: object = {}): Promise<Operation> =>
    act('POST', `/actions/${name}/runs`, { values, service, environment: 'development' });
  const deploy = async (name: string, body: object, folder: string): Promise<Operation> => {
    const release = await bed.release(body, folder);
    return bed.deploy(name, { environment: 'development', kind: 'Deploy', release: release.id });
  };
  const runsOf = async (service: string, query = ''): Promise<readonly PipelineRun[]> =>
    (await bed.get<Page<PipelineRun>>(`/services/${service}/pipeline-runs${query}`)).items;

  it('keeps each build and its tests as a pipeline run of the commit, with steps and log', async () => {
    const scripts = { build: 'node -e "console.log(\'made\')"', test: 'node --test' };
    const folder = bed.source('built', {
      'server.js': serverJs('one'),
      'package.json': JSON.stringify({ name: 'built', scripts }),
      'a.test.js': "require('node:test')('adds', () => { if (1 + 1 !== 2) throw new Error('no'); });",
    });
    const commit = commitAll(folder, 'First');
    assert.equal((await deploy('built', manifest('built', {}, { health }), folder)).state, 'Succeeded');
    await until(
      async () => (await runsOf('built')).length === 2 && (await runsOf('built')).every(({ done }) => done),
      'build and tests',
      30_000,
    );
    const [tests, build] = await runsOf('built');
    assert.equal(build?.kind, 'Build');
    assert.equal(build.state, 'Succeeded');
    assert.equal(build.commit?.id, commit);
    assert.deepEqual(
      build.steps.map(({ id, state }) => [id, state]),
      [
        ['source', 'Succeeded'],
        ['build', 'Succeeded'],
      ],
    );
    assert.equal(tests?.kind, 'Test');
    assert.equal(tests.state, 'Succeeded');
    assert.deepEqual([tests.tests?.passed, tests.tests?.failed], [1, 0]);
    const { items } = await bed.get<Page<OperationEvent>>(`/pipeline-runs/${build.id}/events`);
    assert.ok(items.some(({ message, step }) => message === 'made' && step === 'build'));
    assert.equal(items.at(-1)?.type, 'done');
    assert.equal((await runsOf('built', '?kind=Test')).length, 1);
    bed.source('built', {
      'package.json': JSON.stringify({ name: 'built', scripts: { build: 'node -e "process.exit(3)"' } }),
    });
    assert.equal((await deploy('built', manifest('built', {}, { health }), folder)).state, 'Failed');
    const [failed] = await runsOf('built');
    assert.equal(failed?.state, 'Failed');
    assert.equal(failed.number, 3);
  });

  it('smoke-tests, kills and watches, and refuses what makes no sense', async () => {
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    await deploy('hello', manifest('hello', {}, { health }), folder);
    const good = await action('smoke-test', 'hello', { count: 3 });
    assert.equal(good.state, 'Succeeded', good.message);
    assert.equal(good.result?.['requests'], 3);
    const { pid } = await bed.ask('hello', 'development');
    const killed = await action('kill-instance', 'hello');
    assert.equal(killed.state, 'Succeeded', killed.message);
    assert.equal(killed.result?.['killed'], 1);
    assert.ok(Number(killed.result['recoveredMs']) > 0);
    assert.notEqual((await bed.ask('hello', 'development'))['pid'], pid);
    assert.ok(!('objectives' in killed.result), 'it has no objectives');
    const slos = [{ name: 'up', targetPercent: 99, indicator: { availability: { route: '/' } } }];
    await deploy('hello', manifest('hello', {}, { health, slos }), folder);
    const watched = await action('kill-instance', 'hello');
    assert.equal(watched.state, 'Succeeded', watched.message);
    const [objective] = watched.result?.['objectives'] as { name: string; budgetAfter: number }[];
    assert.equal(objective?.name, 'up');
    assert.equal(typeof objective.budgetAfter, 'number', JSON.stringify(watched.result));
    const none = await call('POST', '/actions/rotate-secret/runs', {
      values: { secret: 'X' },
      service: 'hello',
      environment: 'development',
    });
    assert.equal(none.status, 422);
    const form = await call('POST', '/actions/smoke-test/runs', {
      values: { count: 0 },
      service: 'hello',
      environment: 'development',
    });
    assert.match(JSON.stringify(form.body), /\/values\/count/);
    const production = await call('POST', '/actions/kill-instance/runs', {
      values: {},
      service: 'hello',
      environment: 'production',
    });
    assert.match(JSON.stringify(production.body), /Give a reason/);
  });

  it('rotates a secret and restarts with it; the old one comes back when the service cannot live with the new', async () => {
    const server = `if (!/^(old|[\\w-]{32})$/.test(process.env.KEY) || (process.env.PICKY && process.env.KEY !== 'old')) process.exit(1); ${serverJs('one')}`;
    const folder = bed.source('keeper', {
      'server.js': server,
      '.platform/secrets.local.yaml': '# ours\nkeeper/key: old # the key\nother: stays\n',
    });
    const body = (variables: object): object =>
      manifest('keeper', { variables }, { health, secrets: { KEY: { key: 'keeper/key' } } });
    await deploy('keeper', body({}), folder);
    const file = path.join(folder, '.platform', 'secrets.local.yaml');
    const rotated = await action('rotate-secret', 'keeper', { secret: 'KEY' });
    assert.equal(rotated.state, 'Succeeded', rotated.message);
    const { env } = (await bed.ask('keeper', 'development')) as { env: Record<string, string> };
    const value = env['KEY'] ?? '';
    assert.match(value, /^[\w-]{32}$/);
    assert.match(readFileSync(file, 'utf8'), /^# ours\n.*# the key\nother: stays\n$/s);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const events = await bed.get<Page<OperationEvent>>(`/operations/${rotated.id}/events`);
    assert.ok(!JSON.stringify([rotated, events]).includes(value));
    bed.source('keeper', { '.platform/secrets.local.yaml': 'keeper/key: old\n' });
    assert.equal((await deploy('keeper', body({ PICKY: '1' }), folder)).state, 'Succeeded');
    const failed = await action('rotate-secret', 'keeper', { secret: 'KEY' });
    assert.equal(failed.state, 'Failed');
    assert.equal(readFileSync(file, 'utf8'), 'keeper/key: old\n');
    assert.equal((await bed.leaf('keeper', 'development')).health, 'Healthy');
  });

  it('runs a cron job now', async () => {
    const folder = bed.source('tick', {
      'job.js': 'console.log("ticked"); if (process.env.FAIL) process.exit(2);',
    });
    const job = (variables: object): object =>
      manifest(
        'tick',
        { command: ['node', 'job.js'], variables },
        { type: 'cronjob', schedule: { cron: '0 0 1 1 *' } },
        { service: {} },
      );
    await deploy('tick', job({}), folder);
    assert.equal((await action('run-now', 'tick')).state, 'Succeeded');
    assert.ok((await bed.logs('tick', 'development')).some(({ message }) => message === 'ticked'));
    await deploy('tick', job({ FAIL: '1' }), folder);
    assert.match((await action('run-now', 'tick')).message ?? '', /exited with code 2/);
    assert.equal((await bed.leaf('tick', 'development')).health, 'Degraded');
  });

  it('shows a branch in an environment of its own that goes away with all that is in it', async () => {
    const folder = bed.source('shown', { 'server.js': serverJs('main') });
    const body = manifest(
      'shown',
      { variables: { LEVEL: 'base' } },
      {
        health,
        environments: {
          development: { overrides: { containers: { main: { variables: { LEVEL: 'dev' } } } } },
        },
      },
    );
    commitAll(folder, 'First');
    await deploy('shown', body, folder);
    run('git', ['checkout', '-q', '-b', 'feature/new-look'], folder);
    bed.source('shown', { 'server.js': serverJs('feature') });
    commitAll(folder, 'Feature');
    run('git', ['checkout', '-q', '-'], folder);
    const made = await act('POST', '/environments', {
      service: 'shown',
      branch: 'feature/new-look',
      ttl: '2h',
    });
    assert.equal(made.state, 'Succeeded', made.message);
    const name = String(made.result?.['environment']);
    assert.match(name, /^pr-feature-new-look-/);
    const environment = await bed.get<Environment>(`/environments/${name}`);
    assert.equal(environment.type, 'ephemeral');
    assert.equal(environment.ephemeral?.branch, 'feature/new-look');
    const answer = (await bed.ask('shown', name)) as { version: string; env: Record<string, string> };
    assert.equal(answer.version, 'feature');
    assert.equal(answer.env['LEVEL'], 'dev', 'it has the settings of the environment it is based on');
    assert.equal((await bed.ask('shown', 'development'))['version'], 'main');
    await bed.kill('SIGKILL');
    await bed.start();
    await until(async () => (await bed.leaf('shown', name)).health === 'Healthy', 'it to come back');
    const refused = await call('DELETE', '/environments/development');
    assert.equal(refused.status, 409);
    assert.match(JSON.stringify(refused.body), /NotEphemeral/);
    assert.equal((await act('DELETE', `/environments/${name}`)).state, 'Succeeded');
    assert.equal((await bed.call('GET', `/environments/${name}`)).status, 404);
    assert.equal(bed.services().length, 1);
    const copy = await act('POST', '/environments', {
      name: 'copy',
      template: 'copy-of-environment',
      ttl: '1m',
    });
    assert.equal(copy.state, 'Succeeded', copy.message);
    assert.equal((await bed.ask('shown', 'copy'))['version'], 'main');
  });

  it('takes an environment away when its time is over, also when that was while it did not run', async () => {
    const folder = bed.source('brief', { 'server.js': serverJs('main') });
    await deploy('brief', manifest('brief', {}, { health }), folder);
    assert.equal(
      (await act('POST', '/environments', { name: 'brief', template: 'copy-of-environment', ttl: '1m' }))
        .state,
      'Succeeded',
    );
    await bed.kill('SIGTERM');
    const file = path.join(bed.dataDir, 'state.json');
    const over = readFileSync(file, 'utf8').replace(
      /"expiresAt":"[^"]+"/,
      '"expiresAt":"2020-01-01T00:00:00.000Z"',
    );
    writeFileSync(file, over);
    await bed.start();
    await until(
      async () => (await bed.call('GET', '/environments/brief')).status === 404,
      'it to be gone',
      20_000,
    );
    await until(() => bed.services().length === 1, 'its process to be gone');
  });
});
