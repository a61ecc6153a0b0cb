import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { readRepository } from '../../../src/editor/delivery/gitRepository.js';
import { file } from '../support/extension.js';

describe("the repository of a service, as VS Code's git tells it", () => {
  const read = () => readRepository('orders', file('services/orders'));
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'golden-path-remote-'));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: file('.').fsPath,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();

  after(() => rmSync(elsewhere, { recursive: true, force: true }));

  it('has a commit and no remote at first', async () => {
    const state = await read();
    assert.equal(state.commit, git('rev-parse', 'HEAD'));
    assert.equal(state.path, 'services/orders');
    assert.equal(state.upstreamRemote, undefined);
    assert.deepEqual(state.remotes, []);
    assert.equal(state.changes, 0);
  });

  it('is level with the branch it was pushed to, and ahead after a commit', async () => {
    const remote = path.join(elsewhere, 'orders.git');
    git('init', '-q', '--bare', remote);
    git('remote', 'add', 'origin', remote);
    git('push', '-q', '--set-upstream', 'origin', 'main');
    const pushed = await read();
    assert.deepEqual(pushed.remotes, [{ name: 'origin', url: remote }]);
    assert.deepEqual([pushed.upstreamRemote, pushed.ahead], ['origin', 0]);
    git('commit', '-q', '--allow-empty', '-m', 'Not pushed');
    assert.equal((await read()).ahead, 1);
  });

  it('counts new files among the changes', async () => {
    await vscode.workspace.fs.writeFile(file('services/orders/new.txt'), new Uint8Array([1]));
    assert.equal((await read()).changes, 1);
  });
});
