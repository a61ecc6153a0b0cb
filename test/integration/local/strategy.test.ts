import assert from 'node:assert/strict';
import http from 'node:http';
import path from 'node:path';
import type { Operation, Release } from '../../../src/model/delivery.js';
import { Bed, buildCli, manifest, until } from './bed.js';

const health = { startupDeadlineSeconds: 3, periodSeconds: 1 };

/** Lives alone: it holds a folder while it runs, and does not start when another one holds it. */
function loner(version: string, lock: string, serves = true): string {
  return `
const fs = require('node:fs');
fs.mkdirSync(${JSON.stringify(lock)});
process.on('SIGTERM', () => { fs.rmdirSync(${JSON.stringify(lock)}); process.exit(0); });
if (${String(serves)}) require('node:http').createServer((request, response) => {
  response.end(JSON.stringify({ version: ${JSON.stringify(version)}, pid: process.pid }));
}).listen(Number(process.env.PORT));
else setInterval(() => undefined, 1000);
`;
}

describe('strategies of a deployment', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(async () => {
    bed = new Bed();
    await bed.start();
  });
  afterEach(() => bed.dispose());

  const deploy = (release: Release): Promise<Operation> =>
    bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: release.id });

  it('Recreate stops what runs before it starts the next one, and Rolling starts it beside', async () => {
    const lock = path.join(bed.folder, 'lock');
    const make = (version: string, strategy: string): Promise<Release> =>
      bed.release(
        manifest('hello', {}, { health, delivery: { strategy } }),
        bed.source('hello', { 'server.js': loner(version, lock) }),
      );
    assert.equal((await deploy(await make('one', 'Recreate'))).state, 'Succeeded');
    const two = await make('two', 'Recreate');
    const plan = await bed.plan('hello', { environment: 'development', kind: 'Deploy', release: two.id });
    assert.ok(plan.warnings?.some(({ code }) => code === 'interruption'));
    const operation = await deploy(two);
    assert.equal(operation.state, 'Succeeded', operation.message);
    assert.deepEqual(
      operation.steps?.map(({ id }) => id),
      ['build', 'stop', 'start', 'health', 'switch'],
    );
    assert.equal((await bed.ask('hello', 'development'))['version'], 'two');
    const three = await make('three', 'Rolling');
    const change = await bed.plan('hello', { environment: 'development', kind: 'Deploy', release: three.id });
    assert.ok(change.changes.some(({ pointer }) => pointer === '/strategy'));
    const beside = await deploy(three);
    assert.equal(beside.state, 'Failed');
    assert.match(beside.message ?? '', /EEXIST/);
    assert.equal((await bed.ask('hello', 'development'))['version'], 'two');
  });

  it('Recreate starts again what ran before when the next one fails or is canceled', async () => {
    const lock = path.join(bed.folder, 'lock');
    const make = (version: string, serves: boolean): Promise<Release> =>
      bed.release(
        manifest('hello', {}, { health, delivery: { strategy: 'Recreate' } }),
        bed.source('hello', { 'server.js': loner(version, lock, serves) }),
      );
    await deploy(await make('one', true));
    const bad = await make('two', false);
    const failed = await deploy(bad);
    assert.equal(failed.state, 'Failed');
    assert.equal(failed.reason, 'HealthCheckFailed');
    const last = failed.steps?.at(-1);
    assert.deepEqual([last?.id, last?.state], ['restore', 'Succeeded'], last?.message);
    assert.equal((await bed.ask('hello', 'development'))['version'], 'one');
    assert.equal((await bed.leaf('hello', 'development')).health, 'Healthy');
    const { body } = await bed.send('hello', {
      environment: 'development',
      kind: 'Deploy',
      release: bad.id,
    });
    await until(async () => {
      const { steps } = await bed.get<Operation>(`/operations/${body.id}`);
      return steps?.some(({ id, state }) => id === 'health' && state === 'Running') === true;
    }, 'the next one to be waited for');
    await bed.call('POST', `/operations/${body.id}/cancel`, {});
    assert.equal((await bed.ended(body.id)).state, 'Canceled');
    assert.equal((await bed.ask('hello', 'development'))['version'], 'one');
    assert.equal(bed.services().length, 1);
  });

  it('says that traffic is not split here', async () => {
    const folder = bed.source('hello', { 'server.js': loner('one', path.join(bed.folder, 'lock')) });
    const release = await bed.release(manifest('hello', {}, { delivery: { strategy: 'Canary' } }), folder);
    const plan = await bed.plan('hello', { environment: 'development', kind: 'Deploy', release: release.id });
    assert.match(JSON.stringify(plan.warnings), /strategy-not-offered.*Canary/);
  });

  it('lets who already asked have the answer, also of a service that ends at once', async () => {
    const code = (version: string): string => `
require('node:http').createServer((request, response) => {
  const answer = () => response.end(JSON.stringify({ version: ${JSON.stringify(version)}, url: process.env.URL }));
  if (request.url === '/slow') { console.log('asked'); setTimeout(answer, 1500); } else answer();
}).listen(Number(process.env.PORT));
`;
    const body = manifest(
      'hello',
      { variables: { URL: '${resources.web.url}' } },
      { health },
      { resources: { web: { type: 'dns' } } },
    );
    const one = await bed.release(body, bed.source('hello', { 'server.js': code('one') }));
    await deploy(one);
    const { url } = (await bed.ask('hello', 'development')) as { url: string };
    const { hostname, port } = new URL(url);
    const slow = new Promise<string>((resolve, reject) => {
      http
        .get({ host: '127.0.0.1', port, path: '/slow', headers: { host: hostname } }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve(text));
        })
        .on('error', reject);
    });
    await until(
      async () => (await bed.logs('hello', 'development')).some(({ message }) => message === 'asked'),
      'the slow request to arrive',
    );
    const two = await bed.release(body, bed.source('hello', { 'server.js': code('two') }));
    assert.equal((await deploy(two)).state, 'Succeeded');
    assert.equal((JSON.parse(await slow) as { version: string }).version, 'one');
    assert.equal((await bed.ask('hello', 'development'))['version'], 'two');
    assert.equal(bed.services().length, 1);
  });
});
