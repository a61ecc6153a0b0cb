import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Problem } from '../../../src/model/problem.js';
import { Bed, buildCli, cliPath, manifest, serverJs, until, type Answer } from './bed.js';

const health = { startupDeadlineSeconds: 5, periodSeconds: 1 };

const isRoot = process.getuid?.() === 0;
const unless = isRoot ? '' : ' (not run: only root may mount a small disk)';

/** A small disk of its own; false where it may not be mounted. */
function mountDisk(folder: string, size: string): boolean {
  mkdirSync(folder, { recursive: true });
  const options = `size=${size},mode=0700`;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

function remount(folder: string, how: 'ro' | 'rw'): void {
  const { status, stderr } = spawnSync('mount', ['-o', `remount,${how}`, folder], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** Writes until nothing fits any more. */
function fill(file: string): void {
  const handle = openSync(file, 'w');
  for (const size of [65_536, 4_096, 1]) {
    const block = Buffer.alloc(size, 'x');
    try {
      for (;;) if (writeSync(handle, block) < size) break;
    } catch (error) {
      assert.match(String(error), /ENOSPC/);
    }
  }
  closeSync(handle);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .on('error', () => resolve(false));
  });
}

describe('durability of the local platform', function () {
  this.timeout(90_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(() => {
    bed = new Bed();
  });
  afterEach(async () => {
    await bed.kill('SIGTERM').catch(() => undefined);
    spawnSync('umount', ['-l', bed.dataDir]);
    await bed.dispose();
  });

  const start = (): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [cliPath, 'platform', 'start', '--data', bed.dataDir], {
      encoding: 'utf8',
      timeout: 20_000,
    });

  it(`a full disk refuses changes in one sentence, changes nothing, and is over when there is space${unless}`, async function () {
    if (!mountDisk(bed.dataDir, '6m')) this.skip();
    await bed.start();
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const body = manifest('hello', {}, { health });
    const release = await bed.release(body, folder);
    const request = { environment: 'development', kind: 'Deploy', release: release.id };
    assert.equal((await bed.deploy('hello', request)).state, 'Succeeded');
    const before = await bed.deployments('hello', 'development');
    const ballast = path.join(bed.dataDir, 'ballast');
    fill(ballast);

    const key = crypto.randomUUID();
    // Longer than what may still fit where the journal ends.
    const restart = { environment: 'development', kind: 'Restart', reason: 'why '.repeat(1_500) };
    const refused = (await bed.send('hello', restart, key)) as unknown as Answer<Problem>;
    assert.equal(refused.status, 503, JSON.stringify(refused.body));
    assert.match(refused.body.detail ?? '', /The disk of the data folder is full\. Free some space/);
    bed.source('hello', { 'server.js': serverJs('two'), 'big.txt': 'x'.repeat(100_000) });
    const source = { manifest: body, source: { folder } };
    const unmade = await bed.call<Problem>('POST', '/services/hello/releases', source);
    assert.equal(unmade.status, 503, JSON.stringify(unmade.body));
    assert.match(unmade.body.detail ?? '', /is full/);
    assert.deepEqual(await bed.deployments('hello', 'development'), before, 'nothing was changed');
    assert.equal((await bed.ask('hello', 'development'))['version'], 'one', 'what runs goes on');
    JSON.parse(readFileSync(path.join(bed.dataDir, 'state.json'), 'utf8'));
    assert.deepEqual(
      readdirSync(bed.dataDir).filter((file) => file.endsWith('.tmp')),
      [],
    );

    rmSync(ballast);
    const again = await bed.send('hello', restart, key);
    assert.equal(again.status, 202, JSON.stringify(again.body));
    assert.equal((await bed.ended(again.body.id)).state, 'Succeeded');
    fill(ballast);
    await bed.kill('SIGKILL');
    await bed.untilEnded('what was started');
    const unstarted = start();
    assert.equal(unstarted.status, 2, unstarted.stderr);
    assert.match(unstarted.stderr, /is full\. Free some space/);
    assert.doesNotMatch(unstarted.stderr, /\n\s+at /);
    rmSync(ballast);
    await bed.start();
    assert.equal((await bed.deployments('hello', 'development'))[0]?.kind, 'Restart');
    await until(
      async () => (await bed.leaf('hello', 'development')).health === 'Healthy',
      'it to run again',
      20_000,
    );
  });

  it(`a read-only data folder refuses changes and starts in one sentence, and reading goes on${unless}`, async function () {
    if (!mountDisk(bed.dataDir, '6m')) this.skip();
    await bed.start();
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const release = await bed.release(manifest('hello', {}, { health }), folder);
    const request = { environment: 'development', kind: 'Deploy', release: release.id };
    // Logs are open for writing: without a service there are none.
    await until(() => {
      const { status } = spawnSync('mount', ['-o', 'remount,ro', bed.dataDir]);
      return status === 0;
    }, 'the folder to become read-only');
    const refused = (await bed.send('hello', request)) as unknown as Answer<Problem>;
    assert.equal(refused.status, 503, JSON.stringify(refused.body));
    assert.match(refused.body.detail ?? '', /cannot be written \(EROFS\)\. Make it writable/);
    assert.equal((await bed.call('GET', '/services/hello')).status, 200);
    assert.deepEqual(await bed.deployments('hello', 'development'), []);
    await bed.kill('SIGKILL');
    await bed.untilEnded('what was started');
    const unstarted = start();
    assert.equal(unstarted.status, 2, unstarted.stderr);
    assert.match(unstarted.stderr, /cannot be written \(EROFS\)/);
    assert.doesNotMatch(unstarted.stderr, /\n\s+at /);
    remount(bed.dataDir, 'rw');
    await bed.start();
    assert.equal((await bed.deploy('hello', request)).state, 'Succeeded');
  });

  it('many starts at once make one platform, and whoever comes second is told so', async () => {
    const children = Array.from({ length: 4 }, () =>
      bed.spawn(['start', '--data', bed.dataDir, '--format', 'json']),
    );
    const said = children.map(() => '');
    const codes: (number | null)[] = [];
    children.forEach((child, index) => {
      child.stdout?.on('data', (chunk: Buffer) => (said[index] = (said[index] ?? '') + chunk.toString()));
      child.once('exit', (code) => codes.push(code));
    });
    await until(() => codes.length === 3 && said.some((line) => line.includes('\n')), 'one to win', 30_000);
    assert.deepEqual(codes, [2, 2, 2]);
    assert.equal(said.filter((line) => line !== '').length, 1);
    assert.equal(bed.stderr.match(/A local platform already runs on/g)?.length, 3, bed.stderr);
  });

  it('two windows change one platform at once: each change counts once', async () => {
    const { tokenFile } = await bed.start();
    assert.equal(statSync(tokenFile).mode & 0o777, 0o600);
    const names = ['one', 'two'];
    const releases = await Promise.all(
      names.map((name) =>
        bed.release(manifest(name, {}, { health }), bed.source(name, { 'server.js': serverJs(name) })),
      ),
    );
    const request = (index: number): object => ({
      environment: 'development',
      kind: 'Deploy',
      release: releases[index]?.id,
    });
    // Both windows ask for both services; the second to ask for one is told of the first.
    const answers = await Promise.all(
      [0, 1, 0, 1].map((index) => bed.send(names[index] ?? '', request(index))),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [202, 202, 409, 409]);
    for (const { status, body } of answers) {
      if (status === 202) assert.equal((await bed.ended(body.id)).state, 'Succeeded');
      else assert.match((body as unknown as Problem).type, /operation-in-progress$/);
    }
    const key = crypto.randomUUID();
    const restart = { environment: 'development', kind: 'Restart' };
    const same = await Promise.all([1, 2, 3].map(() => bed.send('one', restart, key)));
    assert.equal(new Set(same.map(({ body }) => body.id)).size, 1, JSON.stringify(same));
    await bed.ended(same[0]?.body.id ?? '');
    assert.equal((await bed.deployments('one', 'development')).length, 2);
    assert.equal(bed.services().length, 2);
  });

  it('leaves no port open and no process behind after kill -9', async () => {
    await bed.start();
    const resources = { web: { type: 'dns' }, other: { type: 'service' } };
    const variables = { GATE: '${resources.web.url}', RELAY: '${resources.other.port}' };
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    const release = await bed.release(manifest('hello', { variables }, { health }, { resources }), folder);
    await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: release.id });
    const env = (await bed.ask('hello', 'development'))['env'] as Record<string, string>;
    const ports = [
      Number(new URL(bed.platform.url).port),
      Number(new URL(env['GATE'] ?? '').port),
      Number(env['RELAY']),
      Number(env['PORT']),
    ];
    for (const port of ports) assert.equal(await isOpen(port), true, `port ${port}`);
    await bed.kill('SIGKILL');
    await bed.untilEnded('what was started');
    for (const port of ports) assert.equal(await isOpen(port), false, `port ${port} is still open`);
  });
});
