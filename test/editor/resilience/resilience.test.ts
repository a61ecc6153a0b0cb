import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { rowIn, servicesShown } from '../support/trees.js';

const data = process.env['GOLDEN_PATH_DATA'] ?? '';
const cli = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'dist', 'cli.cjs');

describe('a platform that goes away while the tree is open', () => {
  let loaded: App;
  let again: ChildProcess | undefined;

  before(async () => {
    loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
    loaded.prompts = new ScriptedPrompts({ 'plan.confirm': true });
    await vscode.commands.executeCommand('goldenPath.startLocalPlatform');
    await vscode.commands.executeCommand('goldenPath.deploy', {
      service: 'hello',
      environment: 'development',
    });
    await eventually('Healthy', isHealthy, 30_000, () => servicesShown(loaded));
    await eventually('the deployment on disk', () =>
      ['state.json', 'state.journal'].some((name) =>
        readFileSync(path.join(data, name), 'utf8').includes('"Deployed"'),
      ),
    );
  });

  after(async () => {
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
    again?.kill();
  });

  const isHealthy = (): boolean => rowIn(loaded, 'hello', 'development').includes(': Healthy');
  const message = (): string => loaded.views.message ?? '';

  it('keeps what was last known on show, marked as such, and says nothing in a pop-up', async () => {
    const told = new ScriptedPrompts();
    loaded.prompts = told;
    const before = servicesShown(loaded);
    const record = JSON.parse(readFileSync(path.join(data, 'platform.json'), 'utf8')) as { pid: number };
    process.kill(record.pid, 'SIGKILL');
    await eventually('the message', () => message() !== '', 15_000, message);
    assert.match(message(), /^Not reachable since .*, showing what was last known\. Retrying\.$/);
    assert.deepEqual(servicesShown(loaded), before);
    assert.equal(loaded.views.state, 'connected');
    assert.deepEqual(told.told, []);
  }).timeout(30_000);

  it('refuses to deploy meanwhile in one sentence that offers to try again', async () => {
    const prompts = new ScriptedPrompts({ 'plan.confirm': true });
    loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.deploy', {
      service: 'hello',
      environment: 'development',
    });
    assert.equal(prompts.told.length, 1);
    assert.equal(prompts.told[0]?.tone, 'error');
    assert.ok(prompts.told[0].actions.includes('Retry'), JSON.stringify(prompts.told));
  }).timeout(60_000);

  it('recovers by itself when the platform is back', async () => {
    again = spawn(
      process.execPath,
      [cli, 'platform', 'start', '--data', data, '--port', '0', '--format', 'json'],
      {
        stdio: 'ignore',
      },
    );
    await eventually('no message', () => message() === '', 30_000, message);
    await eventually('Healthy', isHealthy, 30_000, () => servicesShown(loaded));
  }).timeout(60_000);
});
