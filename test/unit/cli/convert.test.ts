import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { convertCommand } from '../../../src/cli/commands/convert.js';
import { UserError } from '../../../src/model/errors.js';
import { memoryIo } from './memoryIo.js';

const score =
  'apiVersion: score.dev/v1b1\nmetadata: { name: basket }\ncontainers: { main: { image: . } }\nextra: 1\n';

describe('golden-path convert', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await writeFile(path.join(folder, 'score.yaml'), score);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(
    args: readonly string[],
    stdin = '',
  ): Promise<{ code: number; out: string; err: string }> {
    const { io, out, err } = memoryIo({ cwd: folder, stdin: Readable.from([stdin]) });
    const code = await convertCommand.run(args, io);
    return { code, out: out(), err: err() };
  }
  const read = (name: string): Promise<string> => readFile(path.join(folder, name), 'utf8');

  it('prints what it makes, and tells what it could not carry with its place', async () => {
    const { code, out, err } = await run(['score.yaml', '--to', 'service']);
    assert.equal(code, 0);
    assert.match(out, /^apiVersion: goldenpath\.dev\/v1alpha1\nkind: Service\n/);
    assert.match(err, /^score\.yaml:4 warning \/extra Score has no “extra”/m);
    assert.deepEqual((await run(['-', '--to', 'service'], score)).out, out);
  });

  it('prints several files with their names', async () => {
    const other = score.replace('basket', 'orders');
    const { out } = await run(['-', '--to', 'service'], `${score}---\n${other}`);
    assert.deepEqual(
      [...out.matchAll(/^# (.*)$/gm)].map(([, name]) => name),
      ['basket.platform.yaml', 'orders.platform.yaml'],
    );
    assert.match(out, /\n---\n# orders/);
  });

  it('writes files, never over others unless told to', async () => {
    const { code, out } = await run(['score.yaml', '--to', 'service', '--write', 'made']);
    assert.deepEqual([code, out], [0, 'made/platform.yaml\n']);
    const made = await read('made/platform.yaml');
    await writeFile(path.join(folder, 'made/platform.yaml'), 'mine\n');
    await assert.rejects(
      run(['score.yaml', '--to', 'service', '--write', 'made']),
      (error) => error instanceof UserError && /is there already and nothing was written/.test(error.message),
    );
    assert.equal(await read('made/platform.yaml'), 'mine\n');
    await run(['score.yaml', '--to', 'service', '--write', 'made', '--force']);
    assert.equal(await read('made/platform.yaml'), made);
  });

  it('exits with 1 when nothing came of it', async () => {
    const { code, out, err } = await run(['-', '--to', 'score'], 'apiVersion: v1\nkind: ConfigMap\n');
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /Nothing could be converted\.\n$/);
  });

  it('says in one sentence why it could not run', async () => {
    for (const [args, pattern] of [
      [[], /--to is missing/],
      [['score.yaml', '--to', 'helm'], /service or score, not "helm"/],
      [['--to', 'score'], /no file is named/],
      [['nowhere.yaml', '--to', 'score'], /no file or folder “nowhere\.yaml”/],
    ] as const) {
      await assert.rejects(run(args), (error) => error instanceof UserError && pattern.test(error.message));
    }
  });
});
