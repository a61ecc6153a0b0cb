import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { runScripted } from '../support/runScripted.js';

const groups = (): readonly (readonly string[])[] =>
  vscode.window.tabGroups.all.map(({ tabs }) => tabs.map(({ label }) => label));

describe('pages that are shown', () => {
  let loaded: App;

  before(async () => {
    loaded = await app();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('stand beside the text, the second where the first one is', async () => {
    const manifest = file('basket/platform.yaml');
    await vscode.window.showTextDocument(manifest);
    const isPageInFront = () => vscode.window.tabGroups.activeTabGroup.viewColumn !== vscode.ViewColumn.One;
    for (const page of ['the page', 'another page']) {
      await runScripted(loaded, 'copyDiagnostics');
      await eventually(page, isPageInFront, 10_000, groups);
    }
    assert.equal(groups().flat().length, 2, JSON.stringify(groups()));
    await runScripted(loaded, 'showRendered', { environment: 'What holds for all environments' }, manifest);
    await eventually(
      'the objects',
      () =>
        groups()
          .flat()
          .some((tab) => /^basket/.test(tab)),
      10_000,
      groups,
    );
    assert.equal(groups().length, 2, JSON.stringify(groups()));
    assert.deepEqual(groups()[0], ['platform.yaml']);
  }).timeout(30_000);
});
