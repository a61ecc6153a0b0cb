import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

async function show(environment: string): Promise<ScriptedPrompts> {
  const document = await vscode.workspace.openTextDocument(file('basket/platform.yaml'));
  await vscode.window.showTextDocument(document, { preview: false });
  const prompts = new ScriptedPrompts({ environment });
  (await app()).prompts = prompts;
  await vscode.commands.executeCommand('goldenPath.showRendered', document.uri);
  return prompts;
}

describe('Show Rendered', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows the objects of the service beside its manifest, for reading only', async () => {
    const prompts = await show('What holds for all environments');
    assert.deepEqual(
      prompts.asked.map(({ id }) => id),
      ['environment'],
    );
    const shown = await eventually('the rendered objects', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'golden-path-report'),
    );
    assert.match(shown.document.getText(), /^# basket as rendered\n[^]*\nkind: Deployment\n/);
    assert.equal(shown.document.isDirty, false);
    assert.notEqual(vscode.window.activeTextEditor?.document.uri.scheme, 'golden-path-report');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('golden-path-report') ?? false, false);
  });

  it('leaves no empty half of the window where no editor is open', async () => {
    (await app()).prompts = new ScriptedPrompts({ environment: 'What holds for all environments' });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('goldenPath.showRendered', file('basket/platform.yaml'));
    await eventually('the rendered objects', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'golden-path-report'),
    );
    assert.equal(vscode.window.tabGroups.all.length, 1);
  });

  it('shows nothing when the question is turned away', async () => {
    const document = await vscode.workspace.openTextDocument(file('basket/platform.yaml'));
    await vscode.window.showTextDocument(document, { preview: false });
    (await app()).prompts = new ScriptedPrompts();
    await vscode.commands.executeCommand('goldenPath.showRendered');
    assert.equal(vscode.window.visibleTextEditors.length, 1);
  });
});
