import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import type { Command } from '../../../src/cli/command.js';
import { didYouMean } from '../../../src/cli/didYouMean.js';
import { usageError } from '../../../src/cli/options.js';
import { runCli, type CommandTable } from '../../../src/cli/runCli.js';
import { PlatformError, UserError } from '../../../src/model/errors.js';
import { memoryIo } from './memoryIo.js';

function tableWith(run: Command['run']): CommandTable {
  const command: Command = { name: 'deploy', usage: 'Usage: deploy', run };
  return {
    deploy: { summary: 'Deploys', load: () => Promise.resolve(command) },
    status: { summary: 'Shows', load: () => Promise.reject(new Error('not meant')) },
  };
}

async function run(args: readonly string[], command: Command['run'] = () => Promise.resolve(0)) {
  const { io, out, err } = memoryIo();
  const code = await runCli(args, { ...io, version: '1.2.3' }, tableWith(command));
  return { code, out: out(), err: err() };
}

describe('runCli', () => {
  it('prints help and version without loading a command', async () => {
    for (const args of [[], ['--help'], ['-h'], ['help']]) {
      const { code, out } = await run(args);
      assert.equal(code, 0);
      assert.match(out, /deploy +Deploys\n +status +Shows/);
    }
    assert.deepEqual(await run(['--version']), { code: 0, out: '1.2.3\n', err: '' });
  });

  it('prints the help of a command', async () => {
    for (const args of [
      ['deploy', '--help'],
      ['deploy', '--url', 'x', '-h'],
      ['help', 'deploy'],
    ]) {
      assert.deepEqual(await run(args), { code: 0, out: 'Usage: deploy\n', err: '' });
    }
  });

  it('tells an unknown command, and which was meant', async () => {
    assert.deepEqual(await run(['stauts']), {
      code: 2,
      out: '',
      err: 'golden-path: There is no command "stauts". Did you mean "status"?\n',
    });
    const asJson = await run(['stauts', '--format', 'json']);
    assert.equal(
      asJson.out,
      '{"error":{"code":"cli.usage","message":"There is no command \\"stauts\\". Did you mean \\"status\\"?"}}\n',
    );
    assert.match((await run(['banana'])).err, /See: golden-path --help/);
    assert.equal((await run(['toString'])).code, 2);
    assert.equal((await run(['help', 'nope'])).code, 2);
  });

  it('gives the command its arguments and its exit code', async () => {
    const { code } = await run(['deploy', '--yes'], (args) => {
      assert.deepEqual(args, ['--yes']);
      return Promise.resolve(1);
    });
    assert.equal(code, 1);
  });

  it('tells failures in one line, and by the exit code whether the answer is no or it could not run', async () => {
    const failures: readonly (readonly [Error, number])[] = [
      [new PlatformError('unreachable', 'Nothing answers.'), 2],
      [new PlatformError('unauthenticated', 'No.'), 2],
      [new PlatformError('blocked', 'Frozen.'), 1],
      [new PlatformError('not-found', 'None.'), 1],
      [new UserError('guard.confirmation', 'Confirm.'), 1],
      [new UserError('manifest.errors', 'Wrong.'), 1],
      [new UserError('cli.path', 'No folder.'), 2],
      [usageError('deploy', '--x is unknown'), 2],
      [new DOMException('This operation was aborted', 'AbortError'), 2],
      [new Error('boom\nwith\u001b[31m colour'), 2],
    ];
    for (const [error, expected] of failures) {
      const { code, out, err } = await run(['deploy'], () => Promise.reject(error));
      assert.equal(code, expected, error.message);
      assert.equal(out, '');
      assert.match(err, /^golden-path: [^\n]+\n$/);
      assert.ok(!err.includes('\u001b'));
    }
  });

  it('tells them as JSON as well where JSON was asked for', async () => {
    for (const args of [
      ['deploy', '--format', 'json'],
      ['deploy', '--format=json'],
    ]) {
      const { out, err } = await run(args, () => Promise.reject(new PlatformError('blocked', 'Frozen.')));
      assert.deepEqual(JSON.parse(out), { error: { code: 'blocked', message: 'Frozen.' } });
      assert.equal(err, 'golden-path: Frozen.\n');
    }
  });
});

describe('didYouMean', () => {
  it('tells which option was meant', async () => {
    const command: Command = {
      name: 'deploy',
      usage: 'Usage: deploy [--environment E]\n  --yes  do not ask',
      run: (args) => {
        parseArgs({ args: [...args], options: {} });
        return Promise.resolve(0);
      },
    };
    const table = { deploy: { summary: '', load: () => Promise.resolve(command) } };
    const said = async (...args: string[]): Promise<string> => {
      const { io, err } = memoryIo();
      assert.equal(await runCli(['deploy', ...args], io, table), 2);
      return err();
    };
    const meant = 'golden-path: Unknown option \'--envrionment\'. Did you mean "--environment"?\n';
    assert.equal(await said('--envrionment', 'x'), meant);
    assert.equal(await said('--envrionment=x'), meant);
    assert.match(await said('--bananas'), /'--bananas'\. See: golden-path deploy --help\n$/);
  });

  it('finds typing mistakes and nothing further away', () => {
    const known = ['check', 'platform', 'deploy', 'rollback', 'status', 'logs'];
    const meant: readonly (readonly [string, string | undefined])[] = [
      ['deplyo', 'deploy'],
      ['Deploy', 'deploy'],
      ['log', 'logs'],
      ['chek', 'check'],
      ['rolback', 'rollback'],
      ['plattform', 'platform'],
      ['x', undefined],
      ['banana', undefined],
      ['', undefined],
    ];
    for (const [word, expected] of meant) assert.equal(didYouMean(word, known), expected, word);
  });
});
