import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';

const manifest = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
    name:   basket
spec:
    type: service
    scaling: {minReplicas: 2, maxReplicas: 6}
    workload:
        containers:
            main:
                image: .
    environments:
        production: {}
`;

/** What the editor asks of the language server for each text feature, by the editor's own commands. */
describe('the text of a manifest in the editor', () => {
  let document: vscode.TextDocument;
  let editor: vscode.TextEditor;

  beforeEach(async () => {
    document = await vscode.workspace.openTextDocument({ language: 'platform-manifest', content: manifest });
    editor = await vscode.window.showTextDocument(document);
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  /** Asks until there is an answer: the server may be starting. */
  function ask<T>(command: string, ...args: readonly unknown[]): Promise<T> {
    return eventually(command, async () => {
      const found = await vscode.commands.executeCommand<T | undefined>(command, document.uri, ...args);
      return found !== undefined && (!Array.isArray(found) || found.length > 0) && found;
    });
  }

  it('folds', async () => {
    const ranges = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider');
    assert.deepEqual(
      ranges.slice(0, 3).map(({ start, end }) => [start, end]),
      [
        [2, 3],
        [4, 12],
        [7, 10],
      ],
    );
  });

  it('has its words marked by role', async () => {
    const tokens = await ask<vscode.SemanticTokens>('vscode.provideDocumentSemanticTokens');
    const legend = await ask<vscode.SemanticTokensLegend>('vscode.provideDocumentSemanticTokensLegend');
    assert.ok(tokens.data.length >= 5 * 15, String(tokens.data.length));
    assert.equal(legend.tokenTypes[tokens.data[3] ?? -1], 'keyword');
  });

  it('has hints beside its environments, where that is wanted', async () => {
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const unasked = await vscode.commands.executeCommand(
      'vscode.executeInlayHintProvider',
      document.uri,
      whole,
    );
    assert.deepEqual(unasked, []);
    const hints = vscode.workspace.getConfiguration('goldenPath.inlayHints');
    await hints.update('replicas', true, vscode.ConfigurationTarget.Global);
    try {
      const [hint] = await ask<vscode.InlayHint[]>('vscode.executeInlayHintProvider', whole);
      assert.equal(hint?.label, '2–6 replicas');
      assert.equal(hint.position.line, 12);
    } finally {
      await hints.update('replicas', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('is laid out, all of it and a range of it', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    const range = new vscode.Range(6, 0, 7, 0);
    const some = await ask<vscode.TextEdit[]>('vscode.executeFormatRangeProvider', range, options);
    assert.ok(some.every((edit) => edit.range.start.line === 6));
    const edits = await ask<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', options);
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.match(
      document.getText(),
      /\n {2}name: basket\n.*\n {2}scaling: \{ minReplicas: 2, maxReplicas: 6 \}\n/s,
    );
    assert.match(document.getText(), /\n {8}image: \.\n/);
  });

  it('has its new lines indented as they are typed', async () => {
    await ask('vscode.executeFoldingRangeProvider');
    const end = document.lineAt(10).range.end;
    editor.selection = new vscode.Selection(end, end);
    const type = async (text: string, indent?: number): Promise<void> => {
      await vscode.commands.executeCommand('type', { text });
      const own = (): string => document.lineAt(editor.selection.active.line).text;
      if (indent === undefined) return;
      await eventually('the indentation', () => own() === ' '.repeat(indent), 5_000, own);
    };
    await type('\n', 16);
    await type('variables:');
    await type('\n', 20);
    await type('A: b');
    assert.match(document.getText(), /\n {16}variables:\n {20}A: b\n/);
  });

  it('has selections that grow by what the text means', async () => {
    const [range] = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', [
      new vscode.Position(3, 13),
    ]);
    const texts: string[] = [];
    for (let at: vscode.SelectionRange | undefined = range; at; at = at.parent) {
      texts.push(document.getText(at.range));
    }
    assert.ok(texts.includes('basket') && texts.includes('name:   basket'), texts.join('\n---\n'));
  });
});
