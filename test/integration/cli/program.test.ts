import assert from 'node:assert/strict';
import { spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FaultServer, json, problem, stream } from '../client/faultServer.js';
import { buildCli, CliProcess, program as cliFile, type Ended } from './cliProgram.js';

describe('the program', function () {
  this.timeout(20_000);
  const server = new FaultServer();
  before(async () => {
    await buildCli();
    await server.start();
  });
  after(() => server.stop());

  const start = (...args: readonly string[]): CliProcess => new CliProcess(args);
  const ended = (program: CliProcess): Promise<Ended> => program.ended();
  const outputOf = ({ child }: CliProcess): NonNullable<ChildProcess['stdout']> => {
    assert.ok(child.stdout);
    return child.stdout;
  };

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
    const program = start('status', '--url', server.url);
    const end = ended(program);
    while (server.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    program.child.kill('SIGINT');
    const { code, err } = await end;
    assert.equal(code, 130);
    assert.match(err, /^golden-path: Canceled\.\n$/);
  });

  it('ends following a log with 0 when interrupted', async () => {
    const line = { id: '1', time: '2026-01-01T00:00:00Z', message: 'hello' };
    server.will(stream(`id: 1\ndata: ${JSON.stringify(line)}\n\n`));
    const program = start('logs', '--url', server.url, '--service', 'a', '--environment', 'b', '--follow');
    const end = ended(program);
    await once(outputOf(program), 'data');
    program.child.kill('SIGINT');
    assert.equal((await end).code, 0);
  });

  it('ends quietly when its reader leaves', async () => {
    const items = Array.from({ length: 5000 }, (_, id) => ({
      id: String(id),
      time: '2026-01-01T00:00:00Z',
      message: 'x'.repeat(200),
    }));
    server.will(json({ items }));
    const program = start(
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
    const end = ended(program);
    await once(outputOf(program), 'data');
    outputOf(program).destroy();
    const { code, err } = await end;
    assert.equal(err, '');
    assert.equal(code, 0);
  });

  it('does its work, and tells how it ended, also when nobody reads what it says', async () => {
    server.will(problem(401, 'unauthenticated'));
    const unread = start('status', '--url', server.url);
    unread.child.stderr?.destroy();
    assert.equal((await ended(unread)).code, 2);
    const folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    try {
      const [read, left] = ['read', 'left'].map((name) => start('schema', '--all', path.join(folder, name)));
      assert.ok(read && left);
      outputOf(left).destroy();
      assert.deepEqual([(await ended(read)).code, (await ended(left)).code], [0, 0]);
      const files = await readdir(path.join(folder, 'read'));
      assert.deepEqual(await readdir(path.join(folder, 'left')), files);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says in one line that its output cannot be written', function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    try {
      const args = [cliFile, '--help'];
      const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', full, 'pipe'] });
      assert.equal(String(stderr), 'golden-path: The output cannot be written (ENOSPC).\n');
      assert.equal(status, 2);
    } finally {
      closeSync(full);
    }
  });
});
