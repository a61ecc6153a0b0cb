import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Service } from '../../../src/model/catalog.js';
import type { Page } from '../../../src/model/platform.js';
import { Bed, buildCli } from './bed.js';

describe('platform start --seed, --fault and platform reset', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(() => {
    bed = new Bed();
  });
  afterEach(() => bed.dispose());

  const ended = async (args: readonly string[]): Promise<number | null> => {
    const child = bed.spawn(args);
    return new Promise((resolve) => child.once('exit', resolve));
  };

  it('begins with three services, once', async () => {
    await bed.start(['--seed', 'demo']);
    const names = async (): Promise<readonly string[]> =>
      (await bed.get<Page<Service>>('/services')).items.map(({ name }) => name);
    assert.deepEqual(await names(), ['checkout', 'mailer', 'storefront']);
    for (const name of await names()) assert.equal((await bed.leaf(name, 'development')).health, 'Healthy');
    await bed.kill('SIGTERM');
    await bed.start(['--seed', 'demo']);
    assert.equal((await names()).length, 3);
  });

  it('misbehaves on purpose, and refuses faults that it does not know', async () => {
    await bed.start(['--fault', 'errors=100', '--fault', 'latency=50']);
    const started = Date.now();
    const { status, headers } = await bed.call('GET', '/services');
    assert.equal(status, 503);
    assert.equal(headers.get('retry-after'), '1');
    assert.ok(Date.now() - started >= 50);
    await bed.kill('SIGTERM');
    await bed.start(['--fault', 'drop=100']);
    await assert.rejects(bed.call('GET', '/services'));
    await bed.kill('SIGTERM');
    await bed.start(['--seed', 'demo', '--fault', 'deployments=100', '--fault', 'stream=1']);
    assert.equal((await bed.leaf('checkout', 'development')).health, 'Healthy', 'the demo is spared');
    const failed = await bed.deploy('checkout', { environment: 'development', kind: 'Restart' });
    assert.equal(failed.state, 'Failed');
    assert.match(failed.message ?? '', /on purpose/);
    assert.equal((await bed.leaf('checkout', 'development')).health, 'Healthy', 'what ran before still runs');
    const watch = await fetch(`${bed.platform.url}/watch`, {
      headers: { Authorization: `Bearer ${bed.platform.token}`, Accept: 'text/event-stream' },
    });
    await assert.rejects(watch.text(), 'the stream is cut');
    await bed.kill('SIGTERM');
    assert.equal(await ended(['start', '--data', bed.dataDir, '--fault', 'errors=200']), 2);
  });

  it('deletes everything when it is told so, and nothing that is not its own', async () => {
    await bed.start();
    assert.equal(await ended(['reset', '--data', bed.dataDir]), 2);
    assert.ok(existsSync(bed.dataDir));
    assert.equal(await ended(['reset', '--data', bed.dataDir, '--yes']), 0, bed.stderr);
    assert.ok(!existsSync(bed.dataDir));
    const other = path.join(bed.folder, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'precious'), 'x');
    assert.equal(await ended(['reset', '--data', other, '--yes']), 2);
    assert.ok(existsSync(path.join(other, 'precious')));
  });

  it('says in a sentence that its folder cannot be written', async function () {
    const file = path.join(bed.folder, 'file');
    writeFileSync(file, 'x');
    assert.equal(await ended(['start', '--data', path.join(file, 'data')]), 2);
    assert.match(bed.stderr, /Cannot use the folder .*--data/);
    if (process.getuid?.() === 0) return;
    const locked = path.join(bed.folder, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    assert.equal(await ended(['start', '--data', locked]), 2);
    assert.match(bed.stderr, /Cannot use the folder/);
  });
});
