import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildCli, runCli } from './cliProgram.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const orders = path.join(root, 'test/fixtures/convert/orders.yaml');

describe('golden-path convert and schema, the program', function () {
  this.timeout(30_000);
  let folder: string;
  before(buildCli);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('converts, writes, and never writes over without --force', async () => {
    const args = ['convert', orders, '--to', 'service', '--write', 'made'];
    const first = await runCli(args, { cwd: folder });
    assert.deepEqual([first.code, first.out], [0, 'made/platform.yaml\n']);
    assert.match(first.err, /orders\.yaml:100 error A DaemonSet/);
    const made = await readFile(path.join(folder, 'made/platform.yaml'), 'utf8');
    assert.match(made, /^apiVersion: goldenpath\.dev\/v1alpha1\nkind: Service\n/);
    assert.equal((await runCli(args, { cwd: folder })).code, 2);
    assert.equal((await runCli([...args, '--force'], { cwd: folder })).code, 0);
  });

  it('makes what check finds nothing wrong with, there and back', async () => {
    const service = await runCli(['convert', orders, '--to', 'service']);
    await writeFile(path.join(folder, 'platform.yaml'), service.out);
    const split = await runCli(['convert', 'platform.yaml', '--to', 'score', '--write', 'made'], {
      cwd: folder,
    });
    assert.equal(split.code, 0, split.err);
    assert.deepEqual((await readdir(path.join(folder, 'made'))).sort(), ['platform.yaml', 'score.yaml']);
    const checked = await runCli(['check', '--format', 'json', 'made'], { cwd: folder });
    const { diagnostics } = JSON.parse(checked.out) as { diagnostics: { severity: string }[] };
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('reads standard input, and exits with 1 when nothing came of it', async () => {
    const { code, out, err } = await runCli(['convert', '-', '--to', 'service'], { stdin: 'a: 1\n' });
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /Nothing could be converted/);
  });

  it('prints schemas', async () => {
    const { code, out } = await runCli(['schema', 'service']);
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { title: string }).title, 'Service');
    assert.match((await runCli(['schema'])).out, /^service /m);
    assert.equal((await runCli(['schema', '--all', 'all'], { cwd: folder })).code, 0);
    assert.ok((await readdir(path.join(folder, 'all'))).includes('service.schema.json'));
    assert.equal((await runCli(['schema', 'nonsense'])).code, 1);
  });
});
