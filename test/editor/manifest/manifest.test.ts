import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, never } from '../support/eventually.js';
import { app, file } from '../support/extension.js';

const ours = 'platform-manifest';

async function open(path: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file(path));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `"${from}" is not in the document.`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
  edit.replace(document.uri, range, to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const findings = (document: vscode.TextDocument): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(document.uri);

function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + offset);
}

describe('a manifest in the editor', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has a finding on the misspelt key alone, and none when it is mended', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    await replace(document, 'description:', 'descripton:');
    const [finding] = await eventually(
      'a finding',
      () => findings(document).length > 0 && findings(document),
    );
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'descripton');
    assert.match(finding.message, /description/);
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    await replace(document, 'descripton:', 'description:');
    await eventually(
      'no finding',
      () => findings(document).length === 0,
      10_000,
      () => findings(document),
    );
  });

  it('answers completion with the keys that belong there', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    await replace(document, '  lifecycle: production\n', '  \n  lifecycle: production\n');
    const list = await eventually('completions', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(positionOf(document, '  lifecycle').line - 1, 2),
      );
      return found.items.length > 0 && found;
    });
    const labels = list.items.map((item) => (typeof item.label === 'string' ? item.label : item.label.label));
    assert.ok(labels.includes('dependsOn'), labels.join(', '));
    assert.ok(!labels.includes('lifecycle'), 'A key that is there already is offered again.');
  });

  it('answers hover with what the schema says', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    const hovers = await eventually('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        positionOf(document, 'lifecycle', 2),
      );
      return found.length > 0 && found;
    });
    const text = hovers.flatMap((hover) =>
      hover.contents.map((part) => (part as vscode.MarkdownString).value),
    );
    assert.match(text.join('\n'), /lifecycle/i);
  });
});

describe('what can be done with a manifest in the editor', () => {
  const settings = vscode.workspace.getConfiguration('editor', { languageId: ours });

  afterEach(async () => {
    await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace, true);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('adds what is missing by a quick fix', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    const before = document.getText();
    await replace(document, '  type: service\n', '');
    const [finding] = await eventually(
      'a finding',
      () => findings(document).length > 0 && findings(document),
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding?.range,
      'quickfix',
      5,
    );
    const [first] = actions;
    assert.ok(first?.edit && first.isPreferred, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(first.edit));
    await eventually('no finding', () => findings(document).length === 0);
    assert.equal(document.getText(), before);
  });

  it('mends and sorts on save, when the settings say so', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    const before = document.getText();
    const onSave = { 'source.fixAll.goldenPath': 'explicit', 'source.sortKeys.goldenPath': 'explicit' };
    await settings.update('codeActionsOnSave', onSave, vscode.ConfigurationTarget.Workspace, true);
    const [type, owner] = ['  type: service\n', '  owner: group:default/greeters\n'];
    await replace(document, type + owner, owner + type);
    await replace(document, 'lifecycle:', 'lifecycel:');
    await eventually('a finding', () => findings(document).length > 0);
    assert.ok(await document.save());
    assert.equal(document.getText(), before);
  });
});

describe('the language of a file', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is ours by name for *.platform.yaml', async () => {
    assert.equal((await open('team.platform.yaml')).languageId, ours);
  });

  it("stays YAML for another tool's platform.yaml and .platform folder, and for plain YAML", async () => {
    for (const path of ['foreign/platform.yaml', 'foreign/.platform/routes.yaml', 'plain.yaml']) {
      const document = await open(path);
      await never(`${path} changes`, () => document.languageId !== 'yaml' && document.languageId, 400);
      assert.deepEqual(findings(document), []);
    }
  });

  it('stays as the user set it, and findings go with it', async () => {
    const document = await open('hello/platform.yaml');
    await eventually('our language', () => document.languageId === ours);
    await replace(document, 'description:', 'descripton:');
    await eventually('a finding', () => findings(document).length > 0);
    await vscode.languages.setTextDocumentLanguage(document, 'yaml');
    await eventually('no finding', () => findings(document).length === 0);
    await replace(document, 'hello.', 'hello!');
    await never('our language again', () => document.languageId !== 'yaml');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('becomes ours when an untitled YAML document says so', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: '' });
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      new vscode.Position(0, 0),
      'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\n',
    );
    await vscode.workspace.applyEdit(edit);
    await eventually('our language', () => document.languageId === ours);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('stays YAML for a Score file, which is checked all the same', async () => {
    const document = await open('orders/score.yaml');
    const [finding] = await eventually(
      'a finding',
      () => findings(document).length > 0 && findings(document),
    );
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'comand');
    assert.equal(document.languageId, 'yaml');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
    );
    const mend = actions.find(({ title }) => title === 'Change to “command”');
    assert.ok(mend?.edit, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(mend.edit));
    await eventually('no finding', () => findings(document).length === 0);
  });

  it('is at the server what it is here when it becomes a manifest while it is typed', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: '' });
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const text =
      'apiVersion: score.dev/v1b1\nmetadata:\n  name: typed\ncontainers:\n  main:\n    image: app:1.0\n    imag: x\n';
    for (const character of text) {
      const end = document.positionAt(document.getText().length);
      const isTyped = await editor.edit((edit) => edit.insert(end, character), {
        undoStopBefore: false,
        undoStopAfter: false,
      });
      assert.ok(isTyped);
    }
    assert.equal(document.getText(), text);
    const found = (): string[] =>
      findings(document).map(({ range }) => `${document.getText(range)} at ${range.start.line}`);
    await eventually('the finding alone', () => found().join() === 'imag at 6' || undefined);
  });

  it('decides what the language server gets to see', async () => {
    const client = await (await app()).language.start();
    const plain = await open('plain.yaml');
    const score = await open('orders/score.yaml');
    await eventually('the Score file at the server', () => client.has(score));
    assert.ok(!client.has(plain));
  });

  it('keeps a Score file checked over a restart of the language server', async () => {
    const document = await open('orders/score.yaml');
    await eventually('a finding', () => findings(document).length > 0);
    await vscode.commands.executeCommand('goldenPath.restartLanguageServer');
    await replace(document, 'comand:', 'command:');
    await eventually('no finding', () => findings(document).length === 0);
    await replace(document, 'command:', 'comand:');
    await eventually('a finding again', () => findings(document).length > 0);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});
