import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';

describe('the packaged extension', () => {
  const extension = vscode.extensions.getExtension('golden-path.golden-path');

  it('is there and activates', async () => {
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command that its manifest contributes', async () => {
    const manifest = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it('checks a manifest with its own language server, and has the page that explains the finding', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'platform-manifest',
      content:
        'apiVersion: goldenpath.dev/v1alpha1\nkind: Environment\nmetadata: { name: test }\nspec: { typ: test }\n',
    });
    await vscode.window.showTextDocument(document);
    const finding = await eventually('a finding', () =>
      vscode.languages.getDiagnostics(document.uri).find((found) => found.message.includes('typ')),
    );
    const { code } = finding;
    assert.ok(typeof code === 'object', 'The finding has no page.');
    assert.ok(existsSync(code.target.fsPath), `${code.target.toString()} is not there.`);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
