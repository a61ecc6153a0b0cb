import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { ScriptedPrompts } from '../support/scriptedPrompts.js';
import { servicesShown } from '../support/trees.js';

const data = process.env['GOLDEN_PATH_DATA'] ?? '';
/** There once the window is being loaded anew: the suite runs again from its beginning then. */
const marker = path.join(path.dirname(data), 'reloaded');

interface State {
  readonly deployments: readonly { readonly service: string; readonly state: string }[];
}

describe('a window that is loaded anew while a deployment is under way', function () {
  this.timeout(90_000);
  let loaded: App;

  before(async () => {
    loaded = await app();
  });

  if (!existsSync(marker)) {
    it('has a deployment under way', async () => {
      await vscode.commands.executeCommand('goldenPath.services.focus');
      loaded.prompts = new ScriptedPrompts({ 'plan.confirm': true });
      await vscode.commands.executeCommand('goldenPath.startLocalPlatform');
      const target = { service: 'hello', environment: 'development' };
      void vscode.commands.executeCommand('goldenPath.deploy', target);
      const isUnderWay = (): boolean =>
        [...(loaded.session.connection?.live.snapshot.operations.values() ?? [])].some(({ done }) => !done);
      await eventually('a deployment', isUnderWay, 30_000, () => servicesShown(loaded));
      writeFileSync(marker, '');
      void vscode.commands.executeCommand('workbench.action.reloadWindow');
      // The window goes away with this program.
      await new Promise(() => undefined);
    });
    return;
  }

  it('goes on with it and says how it ended; it was done once', async () => {
    const prompts = new ScriptedPrompts();
    loaded.prompts = prompts;
    const isTold = (): boolean =>
      prompts.told.some(({ sentence }) => /hello .*is live in development/.test(sentence));
    await eventually('the result', isTold, 60_000, () => JSON.stringify(prompts.told));
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
    const read = (): State => JSON.parse(readFileSync(path.join(data, 'state.json'), 'utf8')) as State;
    // It is written whole when the platform has stopped.
    await eventually('the state of the stopped platform', () => read().deployments.length > 0);
    assert.deepEqual(
      read().deployments.map(({ service, state: end }) => `${service} ${end}`),
      ['hello Deployed'],
    );
  });
});
