import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import {
  isBackstageThere,
  startBackstage,
  type RunningBackstage,
} from '../../integration/backstage/backstage.js';
import { screenshot } from '../../support/driver.js';
import { eventually } from '../support/eventually.js';
import { app, file } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';
import { servicesShown } from '../support/trees.js';

describe('a real Backstage in the editor', function () {
  this.timeout(120_000);
  let loaded: App | undefined;
  let backstage: RunningBackstage | undefined;

  before(async function () {
    if (!isBackstageThere()) this.skip();
    loaded = await app();
    backstage = await startBackstage();
    await vscode.commands.executeCommand('goldenPath.services.focus');
  });

  after(async () => {
    for (const { url } of loaded?.session.connections ?? []) await loaded?.session.disconnect(url);
    await backstage?.stop();
  });

  const connect = async (url: string): Promise<void> => {
    loaded!.prompts = new ScriptedPrompts({ 'connect.url': url });
    await vscode.commands.executeCommand('goldenPath.connect');
  };
  const theme = (name: string): Thenable<void> =>
    vscode.workspace
      .getConfiguration('workbench')
      .update('colorTheme', name, vscode.ConfigurationTarget.Global);

  it('is found out by its address, and its catalogue is shown', async () => {
    await connect(backstage!.url);
    await eventually(
      'the catalogue',
      () => servicesShown(loaded!).length > 4,
      20_000,
      () => servicesShown(loaded!),
    );
    // Names of owners come after what they own.
    await eventually(
      'the owner by name',
      () => servicesShown(loaded!).includes('Cart: Team Basket · production'),
      10_000,
      () => servicesShown(loaded!),
    );
    const rows = servicesShown(loaded!);
    assert.ok(rows.includes('  Documentation: documentation'), rows.join('\n'));
    assert.ok(!rows.some((row) => /not deployed|development/.test(row)), rows.join('\n'));
    assert.equal(loaded!.session.connection?.type, 'backstage');
    const commands = await vscode.commands.getCommands(true);
    assert.ok(commands.includes('goldenPath.deploy'));
  });

  it('says why there are no environments, dark and light', async () => {
    await vscode.commands.executeCommand('goldenPath.environments.focus');
    for (const [name, look] of [
      ['Default Dark Modern', 'dark'],
      ['Default Light Modern', 'light'],
    ] as const) {
      await theme(name);
      await screenshot(`tree-${look}`);
    }
  });

  it('checks a catalogue file when it is saved, and hints the nearest name', async () => {
    const uri = file('catalog-info.yaml');
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const change = new vscode.WorkspaceEdit();
    change.insert(uri, new vscode.Position(document.lineCount, 0), '# checked\n');
    await vscode.workspace.applyEdit(change);
    await document.save();
    const told = (): string[] => vscode.languages.getDiagnostics(uri).map(({ message }) => message);
    await eventually('the hint', () => told().some((message) => message.includes('“basket”')), 20_000, told);
    await screenshot('catalogue-file');
  });

  it('completes owners from the catalogue, and the input of an action from the scaffolder', async () => {
    const labels = async (uri: vscode.Uri, position: vscode.Position): Promise<string[]> => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const entity = await vscode.workspace.openTextDocument(file('catalog-info.yaml'));
    const owner = entity.positionAt(entity.getText().indexOf('baskte'));
    await eventually(
      'owners',
      async () => (await labels(entity.uri, owner)).includes('group:default/basket'),
      20_000,
    );
    const template = await vscode.workspace.openTextDocument(file('template.yaml'));
    await vscode.window.showTextDocument(template);
    const line =
      template
        .getText()
        .split('\n')
        .findIndex((text) => text.trim() === 'input:') + 1;
    const change = new vscode.WorkspaceEdit();
    change.insert(template.uri, new vscode.Position(line, 0), '        \n');
    await vscode.workspace.applyEdit(change);
    const input = new vscode.Position(line, 8);
    await eventually(
      'the inputs',
      async () => (await labels(template.uri, input)).includes('message'),
      20_000,
      () => template.getText(),
    );
  });

  it('runs a template by the port that every platform has', async () => {
    const { platform } = loaded!.session.require();
    const values = { name: 'greeter', owner: 'group:default/basket' };
    const { id } = await platform.templates!.run(
      'hello',
      { values },
      { idempotencyKey: crypto.randomUUID() },
    );
    const done = await eventually(
      'the end of the run',
      async () => {
        const operation = await platform.getOperation(id, { fresh: true });
        return operation.done ? operation : undefined;
      },
      30_000,
    );
    assert.equal(done.state, 'Succeeded');
  });

  it('tells in one sentence that it is down, and keeps what was known', async () => {
    const url = backstage!.url;
    await backstage!.stop();
    backstage = undefined;
    await vscode.commands.executeCommand('goldenPath.refresh');
    await eventually('the fault', () => loaded!.session.connection?.live.snapshot.status === 'stale', 30_000);
    assert.match(
      loaded!.session.connection?.live.snapshot.error?.message ?? '',
      new RegExp(new URL(url).host),
    );
    assert.ok(servicesShown(loaded!).length > 4);
  });
});
