import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const data = process.env['GOLDEN_PATH_DATA'] ?? '';
/** There once a gate stands before the platform: the suite runs again from its beginning after the kill. */
const gateFile = path.join(path.dirname(data), 'gate.json');
const record = path.join(path.dirname(data), 'asked.json');

interface Gate {
  readonly url: string;
  readonly pid: number;
  readonly host: number;
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly key?: string;
  readonly afterKill: boolean;
  readonly status: number;
}

/** Starts what kills this program once the platform has taken a deployment. It has to outlive it. */
async function startGate(platform: string): Promise<Gate> {
  const args = [platform, path.join(data, 'token'), record, String(process.pid)];
  const gate = spawn(process.execPath, [file('gate/gate.mjs').fsPath, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  gate.unref();
  const [line] = (await once(gate.stdout, 'data')) as [Buffer];
  return { url: `${String(line).trim()}/v1`, pid: gate.pid ?? 0, host: process.pid };
}

describe('an extension host that is killed between a deployment and its answer', function () {
  this.timeout(120_000);
  let loaded: App;

  before(async () => {
    loaded = await app();
  });

  if (!existsSync(gateFile)) {
    it('has sent a deployment', async () => {
      await vscode.commands.executeCommand('goldenPath.services.focus');
      await vscode.commands.executeCommand('goldenPath.startLocalPlatform');
      const gate = await startGate(loaded.session.require().url);
      writeFileSync(gateFile, JSON.stringify(gate));
      loaded.prompts = new ScriptedPrompts({ 'plan.confirm': true, 'connect.url': gate.url });
      await vscode.commands.executeCommand('goldenPath.connect');
      await eventually('the connection', () => loaded.session.connection?.url === gate.url);
      const target = { platform: gate.url, service: 'hello', environment: 'development' };
      void vscode.commands.executeCommand('goldenPath.deploy', target);
      // This program is killed.
      await new Promise(() => undefined);
    });
    return;
  }

  it('takes it up with its key when it is back, and says how it ended; it was done once', async () => {
    const gate = JSON.parse(readFileSync(gateFile, 'utf8')) as Gate;
    assert.notEqual(process.pid, gate.host, 'another extension host');
    const prompts = new ScriptedPrompts();
    loaded.prompts = prompts;
    try {
      const isTold = (): boolean =>
        prompts.told.some(({ sentence }) => /hello .*is live in development/.test(sentence));
      await eventually('the result', isTold, 60_000, () => JSON.stringify(prompts.told));
      const { platform } = loaded.session.require(gate.url);
      const { items } = await platform.listDeployments('hello', { environment: 'development' });
      assert.deepEqual(
        items.map(({ state }) => state),
        ['Deployed'],
      );
    } finally {
      process.kill(gate.pid);
    }
    const asked = JSON.parse(readFileSync(record, 'utf8')) as readonly Asked[];
    const [first, again, ...more] = asked.filter(
      ({ method, url }) => method === 'POST' && url.endsWith('/deployments'),
    );
    assert.deepEqual([first?.afterKill, again?.afterKill, more.length], [false, true, 0]);
    assert.equal(again?.key, first?.key);
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.disconnect', { platform: gate.url });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
  });
});
