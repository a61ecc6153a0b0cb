import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLocalPlatformHost } from '../../../src/local/host.js';
import { silentLog } from '../../../src/model/log.js';
import { Bed, buildCli, cliPath, manifest, serverJs, until } from './bed.js';

describe('life of the local platform', function () {
  this.timeout(60_000);
  let bed: Bed;
  before(buildCli);
  beforeEach(() => {
    bed = new Bed();
  });
  afterEach(() => bed.dispose());

  async function deployHello(server = serverJs('one')): Promise<void> {
    const folder = bed.source('hello', { 'server.js': server });
    const release = await bed.release(manifest('hello'), folder);
    const operation = await bed.deploy('hello', {
      environment: 'development',
      kind: 'Deploy',
      release: release.id,
    });
    assert.equal(operation.state, 'Succeeded', operation.message);
  }

  it('leaves nothing running five seconds after kill -9, not even what ignores SIGTERM', async () => {
    await bed.start();
    await deployHello(`process.on('SIGTERM', () => undefined);
      require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
      ${serverJs('one')}`);
    assert.equal(bed.services().length, 2);
    await bed.kill('SIGKILL');
    await until(() => bed.processes().length === 0, 'the reaper to end everything', 5_000);
  });

  it('keeps URL and token over a restart and runs again what was deployed', async () => {
    const before = await bed.start();
    const { token } = bed.platform;
    await deployHello();
    await bed.kill('SIGTERM');
    await until(() => bed.processes().length === 0, 'everything to end');
    bed.source('hello', { 'server.js': 'process.exit(1)' });
    const after = await bed.start();
    assert.equal(after.url, before.url);
    assert.equal(bed.platform.token, token);
    assert.equal(statSync(after.tokenFile).mode & 0o777, 0o600);
    await until(async () => (await bed.leaf('hello', 'development')).health === 'Healthy', 'Healthy again');
    assert.equal((await bed.ask('hello', 'development'))['version'], 'one');
  });

  it('runs again what was deployed after kill -9, too', async () => {
    await bed.start();
    await deployHello();
    await bed.kill('SIGKILL');
    await bed.start();
    await until(async () => (await bed.leaf('hello', 'development')).health === 'Healthy', 'Healthy again');
    assert.equal(bed.services().length, 1);
  });

  it('never ends a process that only has the id of one of ours', async () => {
    await bed.start();
    await bed.kill('SIGTERM');
    writeFileSync(
      path.join(bed.dataDir, 'groups-old.json'),
      JSON.stringify([{ pid: process.pid, identity: 'another-boot:1' }]),
    );
    writeFileSync(
      path.join(bed.dataDir, 'platform.lock'),
      JSON.stringify({ pid: process.pid, identity: 'another-boot:1' }),
    );
    await bed.start();
    assert.equal((await bed.call('GET', '/services')).status, 200);
  });

  it('starts empty and keeps the damaged file when its state is damaged', async () => {
    await bed.start();
    await bed.kill('SIGTERM');
    writeFileSync(path.join(bed.dataDir, 'state.json'), '{"schemaVersion": 1, "serv');
    await bed.start();
    assert.match(bed.stderr, /damaged and was moved to/);
    assert.deepEqual((await bed.get<{ items: unknown[] }>('/services')).items, []);
  });

  it('says in one sentence that a port is in use, and exits with 2', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const child = bed.spawn(['start', '--data', bed.dataDir, '--port', String(port)]);
    const code = await new Promise((resolve) => child.once('close', resolve));
    other.close();
    assert.equal(code, 2);
    assert.match(bed.stderr, new RegExp(`^Port ${port} is in use\\. Choose another[^\\n]*\\n$`));
  });

  it('refuses a second platform on the same folder', async () => {
    const { pid } = await bed.start();
    const child = bed.spawn(['start', '--data', bed.dataDir]);
    const code = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(code, 2);
    assert.match(bed.stderr, new RegExp(`already runs on .* \\(process ${pid}\\)`));
  });

  it('gives two windows that start at once the same platform, and ends after the last lease', async () => {
    const options = { cliPath, dataDir: bed.dataDir, log: silentLog, graceSeconds: 1 };
    const windows = [createLocalPlatformHost(options), createLocalPlatformHost(options)] as const;
    assert.equal(await windows[0].find(), undefined);
    const [one, two] = await Promise.all(windows.map((window) => window.start()));
    assert.deepEqual(one, two);
    const { pid } = JSON.parse(readFileSync(path.join(bed.dataDir, 'platform.json'), 'utf8')) as {
      pid: number;
    };
    windows[0].dispose();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.ok(bed.processes().includes(pid), 'ended although a window holds a lease');
    assert.deepEqual(await windows[1].find(), one);
    windows[1].dispose();
    await until(() => bed.processes().length === 0, 'the platform to end after its last lease');
  });

  it('is not ended by leases when the command line started it', async () => {
    await bed.start(['--grace', '0']);
    const window = createLocalPlatformHost({ cliPath, dataDir: bed.dataDir, log: silentLog });
    const found = await window.find();
    assert.equal(found?.url, bed.platform.url);
    window.dispose();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    assert.equal((await bed.call('GET', '/services')).status, 200);
    await window.stop();
    // The reaper looks once more after the platform has gone.
    await until(() => bed.processes().length === 0, 'everything to end, the reaper last', 5_000);
  });

  it('runs in the background with --detach, says so, and stops', async () => {
    const answer = async (args: readonly string[]): Promise<{ code: unknown; text: string }> => {
      const child = bed.spawn(args);
      let text = '';
      child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
      return { code: await new Promise((resolve) => child.once('close', resolve)), text };
    };
    const at = ['--data', bed.dataDir, '--format', 'json'];
    const started = await answer(['start', ...at, '--detach']);
    assert.equal(started.code, 0, bed.stderr);
    assert.deepEqual(await answer(['status', ...at]), { code: 0, text: started.text });
    assert.deepEqual(await answer(['start', ...at, '--detach']), { code: 0, text: started.text });
    assert.deepEqual(await answer(['stop', ...at]), { code: 0, text: '{"stopped":true}\n' });
    assert.deepEqual(await answer(['status', ...at]), { code: 1, text: '{}\n' });
  });
});
