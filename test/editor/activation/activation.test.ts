import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { watchEffects } from '../support/effects.js';
import { eventually, never } from '../support/eventually.js';
import { file, testApi } from '../support/extension.js';

describe('activation', () => {
  it('happens for plain YAML, and then loads, starts and asks nothing', async () => {
    const effects = watchEffects();
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file('plain.yaml')));
    const extension = vscode.extensions.getExtension('golden-path.golden-path');
    await eventually('the extension active', () => extension?.isActive);
    const api = await testApi();
    await never('the features are loaded', () => api.isLoaded());
    effects.stop();
    assert.deepEqual(effects.seen, []);
  });

  it('loads the features and the language server with the first manifest', async () => {
    const api = await testApi();
    assert.equal(api.isLoaded(), false);
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument(file('hello/platform.yaml')),
    );
    await eventually('the features', () => api.isLoaded());
    const { language, session } = await api.app();
    await eventually('the language server', () => language.state === 'running');
    assert.equal(session.connection, undefined);
  });
});
