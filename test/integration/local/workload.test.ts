import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Bed, buildCli, manifest, serverJs, until } from './bed.js';

const health = { startupDeadlineSeconds: 5, periodSeconds: 1 };

describe('workloads', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    await bed.start();
  });
  afterEach(() => bed.dispose());

  const deploy = async (
    name: string,
    body: object,
    folder: string,
    environment = 'development',
  ): Promise<void> => {
    const release = await bed.release(body, folder);
    const operation = await bed.deploy(name, { environment, kind: 'Deploy', release: release.id });
    assert.equal(operation.state, 'Succeeded', operation.message);
  };

  it('writes files, mounts volumes and says where they are', async () => {
    const folder = bed.source('files', {
      'server.js': serverJs('one'),
      'app.txt': 'name=${metadata.name}\n',
    });
    const body = manifest(
      'files',
      {
        variables: {
          CONFIG: '/etc/app/config.txt',
          BYTES: '/etc/app/bytes',
          RAW: '/etc/raw',
          DATA: '/data/x',
        },
        files: {
          '/etc/app/config.txt': { source: './app.txt', mode: '0600' },
          '/etc/app/bytes': { binaryContent: 'AAEC/w==', mode: '0444' },
          '/etc/raw': { content: '${metadata.name}', noExpand: true },
        },
        volumes: { '/data': { source: '${resources.disk}' } },
      },
      { health },
      { resources: { disk: { type: 'volume' } } },
    );
    await deploy('files', body, folder);
    const { env } = (await bed.ask('files', 'development')) as { env: Record<string, string> };
    assert.equal(readFileSync(env['CONFIG'] ?? '', 'utf8'), 'name=files\n');
    assert.equal(statSync(env['CONFIG'] ?? '').mode & 0o777, 0o600);
    assert.deepEqual([...readFileSync(env['BYTES'] ?? '')], [0, 1, 2, 255]);
    assert.equal(statSync(env['BYTES'] ?? '').mode & 0o777, 0o444);
    assert.equal(readFileSync(env['RAW'] ?? '', 'utf8'), '${metadata.name}');
    assert.ok(statSync(path.dirname(env['DATA'] ?? '')).isDirectory());
    await deploy('files', body, folder);
    await until(() => !existsSync(env['CONFIG'] ?? ''), 'the files of the instance before to be gone');
  });

  it('starts containers in the order they ask for', async () => {
    const wait = 'const fs = require("node:fs");';
    const folder = bed.source('order', {
      'init.js': `${wait} setTimeout(() => { fs.writeFileSync(process.env.MARK, 'done'); }, 400);`,
      'side.js': `${wait} require('node:http').createServer((q, r) => r.end('ok')).listen(Number(process.env.PORT_SIDE));`,
      'server.js': `${wait} if (!fs.existsSync(process.env.MARK)) process.exit(9); ${serverJs('one')}`,
    });
    const mark = path.join(bed.folder, 'mark');
    const body = manifest(
      'order',
      {
        variables: { MARK: mark },
        readinessProbe: { exec: { command: [process.execPath, '-e', 'process.exit(0)'] } },
      },
      { health: { ...health, timeoutSeconds: 5 } },
      {
        containers: {
          main: {
            image: '.',
            command: ['node', 'server.js'],
            variables: { MARK: mark },
            readinessProbe: { httpGet: { path: '/', port: 8080 } },
          },
          init: {
            image: '.',
            command: ['node', 'init.js'],
            variables: { MARK: mark },
            before: { side: { ready: 'complete' } },
          },
          side: {
            image: '.',
            command: ['node', 'side.js'],
            readinessProbe: { httpGet: { path: '/', port: 9000 } },
            before: { main: { ready: 'healthy' } },
          },
        },
        service: { ports: { web: { port: 80, targetPort: 8080 }, side: { port: 9000 } } },
      },
    );
    await deploy('order', body, folder);
    assert.equal((await bed.leaf('order', 'development')).health, 'Healthy');
    assert.equal((await bed.leaf('order', 'development')).replicas?.ready, 3);
  });

  it('is not healthy when what must be complete first fails, and says so', async () => {
    const folder = bed.source('fails', { 'server.js': serverJs('one') });
    const body = manifest(
      'fails',
      {},
      { health },
      {
        containers: {
          init: {
            image: '.',
            command: ['node', '-e', 'console.error("no migration"); process.exit(4)'],
            before: { main: { ready: 'complete' } },
          },
          main: { image: '.', command: ['node', 'server.js'] },
        },
      },
    );
    const release = await bed.release(body, folder);
    const operation = await bed.deploy('fails', {
      environment: 'development',
      kind: 'Deploy',
      release: release.id,
    });
    assert.equal(operation.state, 'Failed');
    assert.match(operation.message ?? '', /"init" exited with code 4.*no migration/s);
    await until(() => bed.services().length === 0, 'nothing to be left');
  });

  it('runs a cron job by its schedule and keeps to it after a restart', async function () {
    this.timeout(180_000);
    const folder = bed.source('tick', { 'job.js': 'console.log("tick " + process.env.NAME)' });
    const body = manifest(
      'tick',
      { command: ['node', 'job.js'], variables: { NAME: '${metadata.name}' } },
      { type: 'cronjob', schedule: { cron: '* * * * *' } },
      { service: {} },
    );
    await deploy('tick', body, folder);
    const leaf = await bed.leaf('tick', 'development');
    assert.equal(leaf.health, 'Healthy');
    assert.match(leaf.message ?? '', /The next run is at \d{4}-/);
    await bed.kill('SIGKILL');
    await bed.start();
    const ticked = async (): Promise<boolean> =>
      (await bed.logs('tick', 'development')).some(({ message }) => message === 'tick tick');
    await until(ticked, 'a run', 70_000);
  });

  it('leads to services by host and path', async () => {
    const folder = bed.source('web', { 'server.js': serverJs('one') });
    const body = (name: string, resources: object): object =>
      manifest(name, { variables: { URL: '${resources.web.url}' } }, { health }, { resources });
    await deploy('web', body('web', { web: { type: 'dns' } }), folder);
    const api = { type: 'route', params: { host: 'web.development.localhost', path: '/api' } };
    await deploy('api', body('api', { web: api }), folder);
    const { env } = (await bed.ask('web', 'development')) as { env: Record<string, string> };
    const { hostname, port } = new URL(env['URL'] ?? '');
    assert.equal(hostname, 'web.development.localhost');
    const ask = (route: string, host = hostname): Promise<{ status: number; body: string }> =>
      new Promise((resolve, reject) => {
        http
          .get({ host: '127.0.0.1', port, path: route, headers: { host } }, (response) => {
            let text = '';
            response.on('data', (chunk: Buffer) => (text += chunk.toString()));
            response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
          })
          .on('error', reject);
      });
    const pid = async (name: string): Promise<unknown> => (await bed.ask(name, 'development'))['pid'];
    const reached = async (route: string): Promise<unknown> =>
      (JSON.parse((await ask(route)).body) as { pid: number }).pid;
    assert.equal(await reached('/other'), await pid('web'));
    assert.equal(await reached('/api/x'), await pid('api'));
    assert.equal(await reached('/apix'), await pid('web'));
    assert.equal((await ask('/', 'evil.example')).status, 404);
  });

  it('says why an image cannot run where no engine answers', async function () {
    const folder = bed.source('image', { 'server.js': serverJs('one') });
    const body = manifest('image', { image: 'ghcr.io/acme/none:1', command: [] });
    const release = await bed.release(body, folder);
    const plan = await bed.plan('image', { environment: 'development', kind: 'Deploy', release: release.id });
    if (plan.blocks?.length === 0) this.skip();
    assert.equal(plan.blocks?.[0]?.reason, 'ContainerEngineRequired');
    assert.match(plan.blocks[0].message ?? '', /Docker|docker|podman/);
  });
});
