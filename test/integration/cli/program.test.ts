import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { build } from 'esbuild';
import { FaultServer, json, stream } from '../client/faultServer.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '';
const program = path.join(root, 'out/test/support/cli.mjs');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('the program', function () {
  this.timeout(20_000);
  const server = new FaultServer();
  before(async () => {
    await build({
      entryPoints: [path.join(root, 'src/cli/main.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
    });
    await server.start();
  });
  after(() => server.stop());

  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

  async function ended(child: ChildProcess): Promise<Ended> {
    let out = '';
    let err = '';
    child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
    await once(child, 'close');
    return { code: child.exitCode, out, err };
  }

  it('helps, tells its version, and knows its commands', async () => {
    const help = await ended(start('--help'));
    assert.equal(help.code, 0);
    for (const command of ['check', 'platform', 'deploy', 'rollback', 'status', 'logs']) {
      assert.match(help.out, new RegExp(`^  ${command} `, 'm'));
      const own = await ended(start(command, '--help'));
      assert.equal(own.code, 0, own.err);
      assert.match(own.out, new RegExp(`golden-path ${command}`));
    }
    assert.match((await ended(start('--version'))).out, /^\d+\.\d+\.\d+\n$/);
    const wrong = await ended(start('stauts'));
    assert.deepEqual(wrong, {
      code: 2,
      out: '',
      err: 'golden-path: There is no command "stauts". Did you mean "status"?\n',
    });
  });

  it('ends with 130 when interrupted while it waits', async () => {
    server.will(() => undefined);
    const child = start('status', '--url', server.url);
    const end = ended(child);
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    const { code, err } = await end;
    assert.equal(code, 130);
    assert.match(err, /^golden-path: Canceled\.\n$/);
  });

  it('ends following a log with 0 when interrupted', async () => {
    const line = { id: '1', time: '2026-01-01T00:00:00Z', message: 'hello' };
    server.will(stream(`id: 1\ndata: ${JSON.stringify(line)}\n\n`));
    const child = start('logs', '--url', server.url, '--service', 'a', '--environment', 'b', '--follow');
    const end = ended(child);
    assert.ok(child.stdout);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    assert.equal((await end).code, 0);
  });

  it('ends quietly when its reader leaves', async () => {
    const items = Array.from({ length: 5000 }, (_, id) => ({
      id: String(id),
      time: '2026-01-01T00:00:00Z',
      message: 'x'.repeat(200),
    }));
    server.will(json({ items }));
    const child = start(
      'logs',
      '--url',
      server.url,
      '--service',
      'a',
      '--environment',
      'b',
      '--tail',
      '5000',
    );
    const end = ended(child);
    assert.ok(child.stdout);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const { code, err } = await end;
    assert.equal(err, '');
    assert.equal(code, 0);
  });
});
