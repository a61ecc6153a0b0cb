import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { windowPrompts } from '../../../src/editor/windowPrompts.js';
import { atWindow } from '../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { Person, row } from '../support/person.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

describe('a person in Restricted Mode, with the keyboard alone', function () {
  this.timeout(90_000);
  this.bail(true);
  const person = new Person();
  let loaded: App;

  before(async () => {
    loaded = await app();
    loaded.prompts = windowPrompts;
  });

  after(async () => {
    loaded.prompts = new ScriptedPrompts({ stopLocalPlatform: true });
    await vscode.commands.executeCommand('goldenPath.stopLocalPlatform');
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await person.photographs(`failed ${this.currentTest.title}`);
  });

  it('is told by every view, with the one button that leads out', async () => {
    await person.command('Golden Path: Focus on Services View');
    for (const view of ['Services', 'Environments', 'Activity']) {
      await person.sees(
        `.pane:has(.pane-header[aria-label^="${view}"]) .welcome-view a.monaco-button:has-text("Manage Workspace Trust")`,
      );
    }
    await person.photographs('restricted views');
  });

  it('edits a manifest and mends what the editor shows', async () => {
    const uri = file('hello/platform.yaml');
    const faults = (): readonly string[] =>
      vscode.languages.getDiagnostics(uri).map(({ message }) => message);
    await person.replaces('hello/platform.yaml', 'owner', 'ownr');
    await eventually('the fault', () => faults().length > 0, 15_000);
    await person.press('Control+Z');
    await person.press('Control+S');
    await eventually('no fault', () => faults().length === 0, 10_000, faults);
  });

  it('is offered nothing that runs or connects', async () => {
    await person.press('F1');
    await person.sees('.quick-input-widget .quick-input-list .monaco-list-row');
    await person.type('Golden Path: ');
    await person.sees('.quick-input-list .monaco-list-row:has-text("Golden Path: Focus on Services View")');
    const selector = '.quick-input-list .monaco-list-row';
    const rows = await atWindow('attributes', JSON.stringify({ selector, attribute: 'aria-label' }));
    const offered = (JSON.parse(rows) as readonly string[]).filter((label) =>
      label.startsWith('Golden Path: '),
    );
    assert.ok(offered.length > 0);
    assert.deepEqual(
      offered.filter((label) => /Deploy|Promote|Roll Back|Connect|Start Local|Sign In/.test(label)),
      [],
    );
    await person.press('Escape');
  });

  it('trusts the folder, and goes on where it was', async () => {
    await person.command('Workspaces: Manage Workspace Trust');
    await person.sees('.workspace-trust-editor');
    await person.press('Control+Enter');
    await eventually('the trust', () => vscode.workspace.isTrusted, 15_000);
    await person.press('Escape');
    await atWindow('gone', '.workspace-trust-editor');
    await person.command('Golden Path: Start Local Platform');
    await person.command('Golden Path: Focus on Services View');
    await person.sees(row('Service hello, not deployed'));
    await person.command('Golden Path: Deploy…');
    await person.isAsked('Deploy: hello');
    await person.choose('development');
    await person.isAsked('Deploy hello to development?');
    await person.press('Enter');
    await person.isTold('is live in development');
  });
});
