import assert from 'node:assert/strict';
import type { ServiceEnvironment } from '../../../src/model/catalog.js';
import { findContainerEngine } from '../../../src/local/runtime/containerEngine.js';
import { Bed, buildCli, manifest, serverJs, until } from './bed.js';

const health = { startupDeadlineSeconds: 2, periodSeconds: 1 };

describe('running services', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    await bed.start([], { GOLDEN_CANARY_SECRET: 'canary-value' });
  });
  afterEach(() => bed.dispose());

  it('runs one service in two environments at once, each told its own port', async () => {
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const probe = { httpGet: { path: '/ready', port: 8080 } };
    const variables = { GREETING: 'hi ${metadata.name}', PRICE: '$${x}', PORT: '8080' };
    const release = await bed.release(manifest('hello', { variables, readinessProbe: probe }), folder);
    const request = { environment: 'development', kind: 'Deploy', release: release.id };
    const plan = await bed.plan('hello', request);
    assert.ok(plan.warnings?.some((warning) => warning.code === 'injected-variable'));
    const [first, second] = await Promise.all([
      bed.deploy('hello', request),
      bed.deploy('hello', { ...request, environment: 'staging' }),
    ]);
    assert.equal(first.state, 'Succeeded', first.message);
    assert.equal(second.state, 'Succeeded', second.message);
    const ports = new Set<unknown>();
    for (const environment of ['development', 'staging']) {
      const leaf = await bed.leaf('hello', environment);
      assert.equal(leaf.health, 'Healthy');
      assert.equal(leaf.current?.version, release.version);
      const { env } = (await bed.ask('hello', environment)) as { env: Record<string, string> };
      assert.equal(env['GREETING'], 'hi hello');
      assert.equal(env['PRICE'], '${x}');
      assert.equal(env['PORT'], env['PORT_WEB']);
      assert.equal(new URL(leaf.urls?.[0] ?? '').port, env['PORT']);
      assert.equal(env['GOLDEN_CANARY_SECRET'], undefined);
      ports.add(env['PORT']);
      const unknown = Object.keys(env).filter(
        (key) =>
          !/^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|GREETING|PRICE|PORT\w*|GOLDEN_PATH_RUN)$/.test(
            key,
          ),
      );
      assert.deepEqual(unknown, []);
    }
    assert.equal(ports.size, 2);
    const lines = await bed.logs('hello', 'development');
    assert.ok(lines.some((line) => line.message === 'listening'));
  });

  it('starts a service again that crashed', async () => {
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const release = await bed.release(manifest('hello', {}, { health }), folder);
    await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: release.id });
    const { pid } = await bed.ask('hello', 'development');
    const { urls } = await bed.leaf('hello', 'development');
    await fetch(`${urls?.[0] ?? ''}/crash`).catch(() => undefined);
    await until(async () => {
      const leaf = await bed.leaf('hello', 'development');
      return (
        leaf.health === 'Healthy' &&
        (await bed.ask('hello', 'development').catch(() => ({ pid })))['pid'] !== pid
      );
    }, 'the service to answer from another process');
    const place = await bed.get<ServiceEnvironment>('/services/hello/environments/development');
    assert.deepEqual(
      place.components?.map(({ kind, health, restarts }) => [kind, health, restarts]),
      [['Process', 'Healthy', 1]],
    );
    assert.ok(!('components' in (await bed.leaf('hello', 'development'))), 'only in the detail of one place');
  });

  it('says what a command that exits at once wrote, and keeps what ran before', async () => {
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const good = await bed.release(manifest('hello', {}, { health }), folder);
    await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: good.id });
    bed.source('hello', { 'server.js': 'console.error("no database"); process.exit(3)' });
    const bad = await bed.release(manifest('hello', {}, { health }), folder);
    assert.notEqual(bad.id, good.id);
    const operation = await bed.deploy('hello', {
      environment: 'development',
      kind: 'Deploy',
      release: bad.id,
    });
    assert.equal(operation.state, 'Failed');
    assert.equal(operation.reason, 'HealthCheckFailed');
    assert.match(operation.message ?? '', /exited with code 3.*no database/s);
    assert.equal((await bed.ask('hello', 'development'))['version'], 'one');
    assert.equal((await bed.leaf('hello', 'development')).health, 'Healthy');
    const [failed, current] = await bed.deployments('hello', 'development');
    assert.equal(failed?.state, 'Failed');
    assert.equal(failed.outcome, 'Failed');
    assert.equal(current?.state, 'Deployed');
    assert.equal(bed.services().length, 1);
  });

  it('gives up on a probe that never succeeds', async () => {
    const folder = bed.source('hello', {
      'server.js': 'setInterval(() => undefined, 1000); console.log("still here")',
    });
    const release = await bed.release(manifest('hello', {}, { health }), folder);
    const operation = await bed.deploy('hello', {
      environment: 'development',
      kind: 'Deploy',
      release: release.id,
    });
    assert.equal(operation.state, 'Failed');
    assert.match(
      operation.message ?? '',
      /Not healthy after 2 seconds.*nothing listens on port.*still here/s,
    );
    assert.equal((await bed.leaf('hello', 'development')).health, 'Degraded');
    assert.deepEqual(bed.services(), []);
  });

  it('runs a job to its end and judges it by its exit code', async () => {
    const folder = bed.source('job', { 'ok.js': 'console.log("done")', 'bad.js': 'process.exit(4)' });
    const job = (file: string): object =>
      manifest('report', { command: ['node', file] }, { type: 'job' }, { service: { ports: {} } });
    const good = await bed.release(job('ok.js'), folder);
    assert.equal(
      (await bed.deploy('report', { environment: 'development', kind: 'Deploy', release: good.id })).state,
      'Succeeded',
    );
    assert.equal((await bed.leaf('report', 'development')).health, 'Healthy');
    const bad = await bed.release(job('bad.js'), folder);
    const operation = await bed.deploy('report', { environment: 'staging', kind: 'Deploy', release: bad.id });
    assert.match(operation.message ?? '', /exited with code 4/);
  });

  it('is healthy without port and probe after five seconds alive', async () => {
    const folder = bed.source('worker', { 'server.js': 'setInterval(() => undefined, 1000)' });
    const release = await bed.release(manifest('worker', {}, {}, { service: { ports: {} } }), folder);
    const startedAt = Date.now();
    const operation = await bed.deploy('worker', {
      environment: 'development',
      kind: 'Deploy',
      release: release.id,
    });
    assert.equal(operation.state, 'Succeeded');
    assert.ok(Date.now() - startedAt >= 5_000);
  });

  it('tells a service where another one is, through a port that outlives deployments', async () => {
    const backend = bed.source('backend', { 'server.js': serverJs('backend 1') });
    const frontend = bed.source('frontend', {
      'server.js': `require('node:http').createServer(async (request, response) => {
        response.end(await (await fetch(process.env.BACKEND)).text()); }).listen(process.env.PORT)`,
    });
    const resources = { backend: { type: 'service' } };
    const variables = { BACKEND: 'http://${resources.backend.host}:${resources.backend.port}/' };
    const front = await bed.release(manifest('frontend', { variables }, {}, { resources }), frontend);
    const plan = await bed.plan('frontend', {
      environment: 'development',
      kind: 'Deploy',
      release: front.id,
    });
    assert.ok(plan.warnings?.some((warning) => warning.code === 'dependency-not-deployed'));
    const one = await bed.release(manifest('backend'), backend);
    await bed.deploy('backend', { environment: 'development', kind: 'Deploy', release: one.id });
    await bed.deploy('frontend', { environment: 'development', kind: 'Deploy', release: front.id });
    assert.equal((await bed.ask('frontend', 'development'))['version'], 'backend 1');
    bed.source('backend', { 'server.js': serverJs('backend 2') });
    const two = await bed.release(manifest('backend'), backend);
    await bed.deploy('backend', { environment: 'development', kind: 'Deploy', release: two.id });
    assert.equal((await bed.ask('frontend', 'development'))['version'], 'backend 2');
  });

  it('refuses what it cannot run, with the reason', async () => {
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const hasEngine = (await findContainerEngine(process.env)).kind === 'available';
    const image = [manifest('hello', { image: 'nginx', command: [] }), /needs a container engine/] as const;
    const cases: readonly (readonly [object, RegExp])[] = [
      ...(hasEngine ? [] : [image]),
      [manifest('hello', { command: [] }), /no command/],
      [
        manifest('hello', {}, {}, { resources: { db: { type: 'mongodb' } } }),
        /resource "db" of type mongodb/,
      ],
      [
        manifest('hello', {}, { secrets: { API_KEY: { key: 'payments/stripe' } } }),
        /secret "payments\/stripe" is missing/,
      ],
    ];
    for (const [service, reason] of cases) {
      const release = await bed.release(service, folder);
      const request = { environment: 'development', kind: 'Deploy', release: release.id };
      const plan = await bed.plan('hello', request);
      assert.match(plan.blocks?.[0]?.message ?? '', reason);
      const { status, body } = await bed.send('hello', request);
      assert.equal(status, 409);
      assert.match(JSON.stringify(body), /problems\/blocked/);
    }
  });

  it('gives a secret from the untracked file to the process only', async () => {
    const folder = bed.source('hello', {
      'server.js': serverJs('one'),
      '.platform/secrets.local.yaml': 'payments/stripe: sk-canary-1\n',
    });
    const service = manifest('hello', {}, { secrets: { API_KEY: { key: 'payments/stripe' } } });
    const release = await bed.release(service, folder);
    const request = { environment: 'development', kind: 'Deploy', release: release.id };
    assert.doesNotMatch(JSON.stringify(await bed.plan('hello', request)), /sk-canary-1/);
    await bed.deploy('hello', request);
    const { env } = (await bed.ask('hello', 'development')) as { env: Record<string, string> };
    assert.equal(env['API_KEY'], 'sk-canary-1');
    assert.doesNotMatch(JSON.stringify(await bed.deployments('hello', 'development')), /sk-canary-1/);
  });
});
