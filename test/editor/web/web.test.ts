import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { WebTestApi } from '../../../src/extension.web.js';
import type { WebApp } from '../../../src/editor/webApp.js';
import { eventually } from '../support/eventually.js';
import { file } from '../support/extension.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

const ours = 'platform-manifest';
const extension = vscode.extensions.getExtension<WebTestApi | undefined>('golden-path.golden-path');

async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file(path));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function webApp(): Promise<WebApp> {
  const api = await extension?.activate();
  assert.ok(api, 'The extension does not run in test mode.');
  return api.app();
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `"${from}" is not in the document.`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  edit.replace(document.uri, range, to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function findings(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri);
}

function noFindings(document: vscode.TextDocument): Promise<boolean> {
  return eventually(
    'no finding',
    () => findings(document).length === 0,
    10_000,
    () => findings(document),
  );
}

describe('a browser without a machine behind it', () => {
  it('is what this suite runs in', () => {
    assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
    assert.equal(vscode.env.remoteName, undefined);
    const { process } = globalThis as { process?: { versions?: { node?: string } } };
    assert.equal(process?.versions?.node, undefined);
    assert.ok('WorkerGlobalScope' in globalThis);
    assert.equal(extension?.extensionUri.scheme, 'http');
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.scheme, 'vscode-test-web');
  });

  it('has the commands that work here, and no other', async () => {
    await extension?.activate();
    const found = (await vscode.commands.getCommands(true)).filter((id) => /^goldenPath\.\w+$/.test(id));
    assert.deepEqual(found.sort(), [
      'goldenPath.convert',
      'goldenPath.restartLanguageServer',
      'goldenPath.showLog',
      'goldenPath.validateWorkspace',
    ]);
  });
});

describe('a manifest in a browser', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has a finding on the misspelt key alone, and none when it is mended', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    await replace(document, 'description:', 'descripton:');
    const [finding, ...others] = await eventually(
      'a finding',
      () => findings(document).length > 0 && findings(document),
    );
    assert.ok(finding);
    assert.equal(others.length, 0);
    assert.equal(document.getText(finding.range), 'descripton');
    await replace(document, 'descripton:', 'description:');
    await noFindings(document);
  });

  it('answers completion and hover', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    await replace(document, '  lifecycle: production\n', '  \n  lifecycle: production\n');
    const line = document.positionAt(document.getText().indexOf('  lifecycle')).line;
    const list = await eventually('completions', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line - 1, 2),
      );
      return found.items.length > 0 && found;
    });
    const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
    assert.ok(labels.includes('dependsOn'), labels.join(', '));
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(line, 4),
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((part) => (part as vscode.MarkdownString).value),
    );
    assert.match(text.join('\n'), /lifecycle/i);
  });

  it('is read beside other files of the virtual workspace', async () => {
    const document = await open('basket.platform.yaml');
    await replace(document, 'orders/score.yaml', 'orders/scores.yaml');
    const [finding] = await eventually(
      'a finding',
      () => findings(document).length > 0 && findings(document),
    );
    assert.equal(finding && document.getText(finding.range), 'orders/scores.yaml');
    await replace(document, 'orders/scores.yaml', 'orders/score.yaml');
    await noFindings(document);
  });

  it('stays YAML as a Score file and is checked, also after a restart of the server', async () => {
    const document = await open('orders/score.yaml');
    await eventually('a finding', () => findings(document).length > 0);
    assert.equal(document.languageId, 'yaml');
    await vscode.commands.executeCommand('goldenPath.restartLanguageServer');
    await replace(document, 'comand:', 'command:');
    await noFindings(document);
  });

  it('is found with all others when the workspace is validated', async () => {
    const loaded = await webApp();
    const prompts = new ScriptedPrompts();
    loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.validateWorkspace');
    assert.deepEqual(
      prompts.told.map(({ sentence }) => sentence),
      ['Manifests checked: 3. Errors: 1, warnings: 0.'],
    );
    assert.equal(vscode.languages.getDiagnostics(file('orders/score.yaml')).length, 1);
  });

  it('tells what a conversion would make before it makes it', async () => {
    await open('hello/platform.yaml');
    const prompts = new ScriptedPrompts({ convert: false });
    (await webApp()).prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.convert');
    assert.deepEqual(prompts.told, []);
    assert.deepEqual(
      prompts.asked.map(({ id }) => id),
      ['convert'],
    );
  });

  it('links its findings to pages that come with the extension', async () => {
    const document = await open('orders/score.yaml');
    const [finding] = await eventually(
      'a finding',
      () => findings(document).length > 0 && findings(document),
    );
    const code = finding?.code;
    assert.ok(typeof code === 'object');
    const response = await fetch(code.target.toString(true));
    assert.equal(response.status, 200);
  });
});
