import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { watchEffects, type Effects } from '../support/effects.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const commands = [
  'startLocalPlatform',
  'stopLocalPlatform',
  'connect',
  'signIn',
  'refresh',
  'deploy',
  'rollback',
  'showLogs',
  'openUrl',
];

describe('an untrusted workspace', () => {
  let effects: Effects | undefined;

  afterEach(() => effects?.stop());

  it('is what this suite runs in', () => assert.equal(vscode.workspace.isTrusted, false));

  it('lets manifests be edited and checked', async () => {
    const document = await vscode.workspace.openTextDocument(file('hello/platform.yaml'));
    await vscode.window.showTextDocument(document);
    await eventually('our language', () => document.languageId === 'platform-manifest');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'kinds: wrong\n');
    await vscode.workspace.applyEdit(edit);
    await eventually('a finding', () => vscode.languages.getDiagnostics(document.uri).length > 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  for (const command of commands) {
    it(`refuses ${command} in one sentence, and nothing runs or connects`, async () => {
      const loaded = await app();
      const prompts = new ScriptedPrompts({
        stopLocalPlatform: true,
        'connect.url': 'http://127.0.0.1:9/v1',
        'connect.token': 'token',
      });
      loaded.prompts = prompts;
      effects = watchEffects();
      await vscode.commands.executeCommand(`goldenPath.${command}`);
      assert.equal(prompts.told.length, 1, JSON.stringify(prompts.told));
      assert.match(prompts.told[0]?.sentence ?? '', /Restricted Mode/);
      assert.deepEqual(effects.seen, []);
      assert.equal(loaded.session.connection, undefined);
    });
  }

  it('connects nothing when a view is shown', async () => {
    const loaded = await app();
    effects = watchEffects();
    await vscode.commands.executeCommand('goldenPath.services.focus');
    await loaded.session.resume();
    assert.deepEqual(effects.seen, []);
    assert.equal(loaded.views.state, 'none');
  });
});
