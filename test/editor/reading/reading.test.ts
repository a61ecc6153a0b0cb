import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';
import { file } from '../support/extension.js';

async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file(name));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

async function findingsOf(document: vscode.TextDocument): Promise<readonly vscode.Diagnostic[]> {
  return eventually('findings', () => {
    const found = vscode.languages.getDiagnostics(document.uri);
    return found.length > 0 && found;
  });
}

function positionOf(document: vscode.TextDocument, words: string, offset = 0): vscode.Position {
  const at = document.getText().indexOf(words);
  assert.ok(at >= 0, `"${words}" is not in the document.`);
  return document.positionAt(at + offset);
}

async function hoverOn(document: vscode.TextDocument, words: string, offset = 0): Promise<string> {
  const position = positionOf(document, words, offset);
  return eventually('a hover', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      position,
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((part) => (part as vscode.MarkdownString).value),
    );
    return text.length > 0 && text.join('\n');
  });
}

async function completionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  resolved = 0,
): Promise<readonly vscode.CompletionItem[]> {
  return eventually('words', async () => {
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
      undefined,
      resolved,
    );
    return items.length > 0 && items;
  });
}

async function insert(document: vscode.TextDocument, position: vscode.Position, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, position, text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const labelOf = ({ label }: vscode.CompletionItem): string =>
  typeof label === 'string' ? label : label.label;

describe('what the editor tells of a manifest', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    document = await open('basket.platform.yaml');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has a code that links to a page, and the other place that a finding is about', async () => {
    const findings = await findingsOf(document);
    assert.deepEqual(
      findings.map(({ range }) => document.getText(range)),
      ['80'],
    );
    const [{ code, source, relatedInformation: [related] = [] } = assert.fail()] = findings;
    assert.equal(source, 'golden-path');
    assert.ok(typeof code === 'object');
    assert.equal(code.value, 'score/port-conflict');
    assert.match(code.target.path, /\/docs\/rules\/score--port-conflict\.md$/);
    assert.equal(related && document.getText(related.location.range), '80');
  });

  it('is silent about what a comment switches off', async () => {
    await findingsOf(document);
    const at = positionOf(document, '        admin:');
    await insert(document, at, '        # golden-path-disable-next-line score/port-conflict\n');
    await eventually('no finding', () => vscode.languages.getDiagnostics(document.uri).length === 0);
  });

  it('is told what the scorecards of the workspace ask, in their words', async () => {
    const scorecard = file('ready.platform.yaml');
    const text = `apiVersion: goldenpath.dev/v1alpha1
kind: Scorecard
metadata: { name: ready }
spec:
  levels: [Bronze, Gold]
  checks:
    - { name: tier, level: Gold, evaluation: Manifest, path: /spec/tier, remediation: { text: Add a tier. } }
`;
    await vscode.workspace.fs.writeFile(scorecard, new TextEncoder().encode(text));
    const asked = await eventually('the check', () =>
      vscode.languages.getDiagnostics(document.uri).find(({ message }) => message.startsWith('Add a tier')),
    );
    assert.equal(typeof asked.code === 'object' && asked.code.value, 'scorecard/ready.tier');
    await vscode.workspace.fs.delete(scorecard);
    await eventually('no check', () => vscode.languages.getDiagnostics(document.uri).length === 1);
  });

  it('tells the value in each environment', async () => {
    assert.match(
      await hoverOn(document, 'minReplicas: 1'),
      /\| staging \| `2` \| `spec\.environments\.staging\.scaling\.minReplicas` \|/,
    );
  });

  it('tells what a placeholder is filled with, and of the environment what the workspace says', async () => {
    assert.match(
      await hoverOn(document, 'resources.db', 3),
      /output `host` of the resource `db`, a postgres/,
    );
    assert.match(await hoverOn(document, 'staging:'), /\*\*Staging\*\* · workspace[^]*Type: staging/);
  });

  it('has an outline of its keys', async () => {
    const symbols = await eventually('symbols', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found.length > 0 && found;
    });
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['apiVersion', 'kind', 'metadata', 'spec'],
    );
  });

  it('edits an anchor and its alias together', async () => {
    const { lineNumber, column } = (({ line, character }) => ({
      lineNumber: line + 1,
      column: character + 1,
    }))(positionOf(document, '&level', 2));
    const linked = await eventually('the ranges', async () =>
      vscode.commands.executeCommand<{ ranges: readonly { startLineNumber: number }[] } | undefined>(
        '_executeLinkedEditingProvider',
        document.uri,
        { lineNumber, column },
      ),
    );
    assert.deepEqual(
      linked.ranges.map(({ startLineNumber }) => startLineNumber - lineNumber),
      [0, 1],
    );
  });
});

describe('what the editor offers in a manifest', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('documents a key when it is looked at, the required first', async () => {
    const document = await open('basket.platform.yaml');
    const at = positionOf(document, '  type: service');
    await insert(document, at, '  \n');
    const items = await completionAt(document, at.translate(0, 2), 100);
    const owner = items.find((item) => labelOf(item) === 'system');
    assert.match((owner?.documentation as vscode.MarkdownString).value, /^\*\*system\*\*/);
    assert.equal(
      items.some(({ kind }) => kind === vscode.CompletionItemKind.Snippet),
      false,
    );
  });

  it('offers the names of the workspace with where they come from, none a second time', async () => {
    const document = await open('basket.platform.yaml');
    const at = positionOf(document, '  environments:').translate(1, 0);
    await insert(document, at, '    q\n');
    const items = await completionAt(document, at.translate(0, 5));
    const qa = items.find((item) => labelOf(item) === 'qa');
    assert.equal((qa?.label as vscode.CompletionItemLabel).description, 'workspace');
    assert.ok(!items.map(labelOf).includes('staging'));
  });

  it('offers what a placeholder can name', async () => {
    const document = await open('basket.platform.yaml');
    const items = await completionAt(document, positionOf(document, 'resources.db', 'resources.'.length));
    assert.ok(items.map(labelOf).includes('db'), items.map(labelOf).join());
  });

  it('offers the files that a manifest can name', async () => {
    const document = await open('filed.platform.yaml');
    const items = await completionAt(document, positionOf(document, 'filed.score.yaml'));
    const score = items.find((item) => labelOf(item) === 'filed.score.yaml');
    assert.equal(score?.kind, vscode.CompletionItemKind.File, items.map(labelOf).join());
  });

  it('moves a value into an environment of its own', async () => {
    const document = await open('basket.platform.yaml');
    const at = positionOf(document, 'minReplicas: 1', 2);
    const action = await eventually('the refactoring', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(at, at),
        vscode.CodeActionKind.RefactorExtract.value,
        10,
      );
      return actions.find(({ title }) => title === 'Override for “qa”');
    });
    assert.ok(action.edit && (await vscode.workspace.applyEdit(action.edit)));
    assert.match(document.getText(), /\n {4}qa:\n {6}scaling:\n {8}minReplicas: 1\n/);
    assert.match(document.getText(), /\n {4}staging:\n {6}scaling:\n {8}minReplicas: 2\n/);
  });

  it('offers whole manifests in an empty file, and nothing else there but the first keys', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'platform-manifest', content: '' });
    await vscode.window.showTextDocument(document);
    const items = await completionAt(document, new vscode.Position(0, 0));
    const sorted = [...items].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1)).map(labelOf);
    assert.deepEqual(sorted.slice(0, 2), ['Service', 'Service with a port']);
    assert.equal(new Set(sorted).size, sorted.length);
  });
});

describe('a kind that only the workspace describes', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('is checked, completed and explained', async () => {
    const document = await open('database.yaml');
    const [finding] = await findingsOf(document);
    assert.equal(finding && document.getText(finding.range), 'postgress');
    const items = await completionAt(document, positionOf(document, 'postgress'));
    assert.deepEqual(
      items
        .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
        .map(labelOf)
        .sort(),
      ['mysql', 'postgres'],
    );
    assert.match(await hoverOn(document, 'spec:', 1), /What is wanted of the database/);
  });
});
