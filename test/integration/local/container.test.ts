import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { findContainerEngine } from '../../../src/local/runtime/containerEngine.js';
import { Bed, buildCli, manifest, until } from './bed.js';

const image = 'localhost/golden-path-test:1';
/** Linked statically, so an image needs nothing besides. */
const busybox = ['/bin/busybox', '/usr/bin/busybox'].find((file) => existsSync(file));
const applets = ['sh', 'cat', 'env', 'httpd'];

/** An image of one program, made here: no registry is asked. False when a container of it cannot run. */
function makeImage(engine: string, folder: string): boolean {
  if (busybox === undefined) return false;
  mkdirSync(path.join(folder, 'bin'), { recursive: true });
  copyFileSync(busybox, path.join(folder, 'bin', 'busybox'));
  for (const name of applets) symlinkSync('busybox', path.join(folder, 'bin', name));
  const tar = spawnSync('tar', ['-C', folder, '-c', '.'], { maxBuffer: 64 * 1024 * 1024 });
  const made = spawnSync(engine, ['import', '-', image], { input: tar.stdout });
  if (made.status !== 0) return false;
  return spawnSync(engine, ['run', '--rm', '--init', image, '/bin/sh', '-c', 'true']).status === 0;
}

describe('containers with an image, in a real engine', function () {
  this.timeout(120_000);
  let bed: Bed;
  let engine: string | undefined;
  before(async function () {
    bed = new Bed();
    const found = await findContainerEngine(process.env);
    if (found.kind === 'missing' || !makeImage(found.program, path.join(bed.folder, 'image'))) {
      this.test?.parent?.tests.forEach(
        (test) => (test.title += ' (not run: no engine runs containers here)'),
      );
      this.skip();
    }
    engine = found.program;
    await buildCli();
    await bed.start();
  });
  after(async () => {
    await bed.dispose();
    if (engine !== undefined) spawnSync(engine, ['rmi', '--force', image]);
  });

  const running = (): readonly string[] =>
    spawnSync(engine ?? '', ['ps', '--quiet', '--filter', `ancestor=${image}`], { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((id) => id !== '');

  it('runs, is given variables, files and volumes, answers, is replaced and leaves nothing behind', async () => {
    const script =
      'cat /conf/greeting > /www/index.html; echo "$WORD" >> /www/index.html; exec httpd -f -p 8080 -h /www';
    const container = (word: string): object => ({
      image,
      command: ['/bin/sh', '-c', script],
      variables: { WORD: word },
      files: { '/conf/greeting': { content: 'hello\n' } },
      volumes: { '/www': { source: '${resources.pages}' } },
      readinessProbe: { httpGet: { path: '/index.html', port: 8080 } },
    });
    const service = (word: string): object =>
      manifest(
        'boxed',
        container(word),
        { health: { startupDeadlineSeconds: 30, periodSeconds: 1 } },
        {
          service: { ports: { web: { port: 80, targetPort: 8080 } } },
          resources: { pages: { type: 'volume' } },
        },
      );
    const folder = bed.source('boxed', { 'README.md': 'A service that is only an image.\n' });
    for (const word of ['one', 'two']) {
      const release = await bed.release(service(word), folder);
      const request = { environment: 'development', kind: 'Deploy', release: release.id };
      const operation = await bed.deploy('boxed', request);
      assert.equal(operation.state, 'Succeeded', JSON.stringify(operation));
      const [url = ''] = (await bed.leaf('boxed', 'development')).urls ?? [];
      assert.equal(await (await fetch(`${url}/index.html`)).text(), `hello\n${word}\n`);
      assert.equal(running().length, 1);
    }
    await bed.kill('SIGKILL');
    await bed.start();
    await until(
      async () => (await bed.leaf('boxed', 'development')).health === 'Healthy',
      'it to run again after the platform was killed',
      30_000,
    );
    assert.equal(running().length, 1, 'the container of before is gone');
    await bed.kill('SIGTERM');
    await until(() => running().length === 0, 'the last container to end', 15_000);
  });
});
