import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

  it('runs no command of the kubeconfig, whatever the settings name', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'golden-path-untrusted-'));
    const [before, settings] = [process.env['KUBECONFIG'], vscode.workspace.getConfiguration('goldenPath')];
    const loaded = await app();
    const prompts = new ScriptedPrompts({ 'kubeconfig.command': true, 'connect.platform': true });
    loaded.prompts = prompts;
    try {
      process.env['KUBECONFIG'] = writeKubeconfig(folder);
      const delivery = [{ type: 'kubernetes', contexts: { work: {} } }];
      await settings.update('platforms', { Clusters: { delivery } }, vscode.ConfigurationTarget.Global);
      effects = watchEffects();
      await loaded.session.settingsChanged();
      await loaded.session.resume();
      await vscode.commands.executeCommand('goldenPath.services.focus');
      for (const command of ['connect', 'signIn', 'refresh']) {
        await vscode.commands.executeCommand(`goldenPath.${command}`);
      }
      assert.deepEqual(effects.seen, []);
      assert.ok(!prompts.asked.some(({ id }) => id === 'kubeconfig.command'));
      assert.equal(loaded.session.connections.length, 0);
      assert.equal(existsSync(path.join(folder, 'ran')), false);
    } finally {
      await settings.update('platforms', undefined, vscode.ConfigurationTarget.Global);
      if (before === undefined) Reflect.deleteProperty(process.env, 'KUBECONFIG');
      else process.env['KUBECONFIG'] = before;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** One context, whose command leaves a file where it has run. */
function writeKubeconfig(folder: string): string {
  const command = path.join(folder, 'credential');
  writeFileSync(command, `#!/bin/sh\ntouch '${path.join(folder, 'ran')}'\n`, { mode: 0o700 });
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' };
  const config = {
    'current-context': 'work',
    clusters: [{ name: 'main', cluster: { server: 'https://127.0.0.1:9' } }],
    users: [{ name: 'ada', user: { exec } }],
    contexts: [{ name: 'work', context: { cluster: 'main', user: 'ada' } }],
  };
  const file = path.join(folder, 'kubeconfig');
  writeFileSync(file, JSON.stringify(config));
  return file;
}
