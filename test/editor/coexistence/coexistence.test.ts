import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.js';
import { file, testApi } from '../support/extension.js';

const redHat = 'redhat.vscode-yaml';
const ours = 'golden-path';
const manifests = [
  'service.platform.yaml',
  'score.yaml',
  'broken.score.yaml',
  'catalog-info.yaml',
  'group.yaml',
  'template.yaml',
  'golden-path.yaml',
  'database.yaml',
];
const everything = [...manifests, 'plain.yaml'];

interface Seen {
  /** `line:column source`, each finding once. */
  readonly findings: readonly string[];
  readonly completions: readonly string[];
  readonly hovers: readonly string[];
}

/** Completions and hovers are asked for here: the end of the first line that matches, and its first word. */
const asked: Readonly<Record<string, { readonly completion: RegExp; readonly hover: RegExp }>> = {
  'service.platform.yaml': { completion: /^ {2}type: worker$/m, hover: /^metadata/m },
  'score.yaml': { completion: /^ {4}$/m, hover: /^containers/m },
  'broken.score.yaml': { completion: /^ {2}name: broken$/m, hover: /^containers/m },
  'catalog-info.yaml': { completion: /^ {2}lifecycle: production$/m, hover: /^metadata/m },
  'template.yaml': { completion: /^ {2}type: service$/m, hover: /^metadata/m },
  'group.yaml': { completion: /^ {2}type: team$/m, hover: /^metadata/m },
  'golden-path.yaml': { completion: /^ {2}score\/image-tag: wraning$/m, hover: /^rules/m },
  'database.yaml': { completion: /^ {2}$/m, hover: /^spec/m },
  'plain.yaml': { completion: /^name: twice$/m, hover: /^name/m },
  'own-schema.yaml': { completion: /^ {2}name: own$/m, hover: /^containers/m },
};

async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(file(name));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

function findingsOf({ uri }: vscode.TextDocument): string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .map(({ range: { start }, source }) => `${start.line + 1}:${start.character + 1} ${source ?? ''}`)
    .sort();
}

/** Waits until findings have stayed the same for long enough that both servers have had their say. */
async function settled(document: vscode.TextDocument): Promise<string[]> {
  let last = '';
  let since = Date.now();
  return eventually(
    'the findings settle',
    () => {
      const found = findingsOf(document);
      if (found.join() !== last) {
        last = found.join();
        since = Date.now();
      }
      return Date.now() - since > 1200 && found;
    },
    20_000,
    () => last,
  );
}

async function look(name: string): Promise<Seen> {
  const document = await open(name);
  if (name === 'service.platform.yaml') {
    await eventually('our language', () => document.languageId === 'platform-manifest');
  }
  const findings = await settled(document);
  const { completion, hover } = asked[name] ?? assert.fail(`Nothing is asked of ${name}.`);
  const [line] = completion.exec(document.getText()) ?? [''];
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    document.positionAt(document.getText().search(completion) + line.length),
  );
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    document.positionAt(document.getText().search(hover) + 1),
  );
  return {
    findings,
    completions: list.items
      .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
      .map(({ label }) => (typeof label === 'string' ? label : label.label)),
    // An empty one is not shown.
    hovers: hovers
      .map(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value).join('\n'))
      .filter((text) => text.trim() !== ''),
  };
}

async function lookAtAll(): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  for (const name of everything) seen.set(name, await look(name));
  return seen;
}

function without(list: readonly string[], others: readonly string[]): string[] {
  return list.filter((item) => !others.includes(item));
}

function repeated(list: readonly string[]): string[] {
  return list.filter((item, index) => list.indexOf(item) !== index);
}

const places = (findings: readonly string[]): string[] =>
  findings.map((finding) => finding.split(' ')[0] ?? '');
const oursIn = (findings: readonly string[]): string[] =>
  findings.filter((finding) => finding.endsWith(` ${ours}`));
const theirsIn = (findings: readonly string[]): string[] =>
  findings.filter((finding) => !finding.endsWith(` ${ours}`));

/** Formats a file as a person does; with two formatters the editor would ask which one, and nothing would happen. */
async function formats(name: string): Promise<boolean> {
  const document = await open(name);
  const isFormatted = (): boolean => !/ +$/m.test(document.getText());
  void vscode.commands.executeCommand('editor.action.formatDocument');
  const end = Date.now() + 3000;
  while (!isFormatted() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  const result = isFormatted();
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return result;
}

async function formatted(): Promise<boolean[]> {
  const results: boolean[] = [];
  for (const name of ['messy.platform.yaml', 'messy.score.yaml', 'messy.yaml']) {
    results.push(await formats(name));
  }
  return results;
}

async function setYaml(setting: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('yaml')
    .update(setting, value, vscode.ConfigurationTarget.Workspace);
}

describe('beside the YAML extension of Red Hat', function () {
  this.timeout(120_000);
  let alone: Map<string, Seen>;
  let beside: Map<string, Seen>;
  let formattedAlone: readonly boolean[];

  before(async () => {
    await testApi();
    alone = await lookAtAll();
    formattedAlone = await formatted();
    assert.equal(vscode.extensions.getExtension(redHat), undefined);
    const vsix = process.env['GOLDEN_PATH_FIXTURE'];
    assert.ok(vsix, 'The suite has no fixture extension.');
    await vscode.commands.executeCommand('workbench.extensions.installExtension', vscode.Uri.file(vsix));
    await eventually('the other extension', () => vscode.extensions.getExtension(redHat)?.isActive, 30_000);
    beside = await lookAtAll();
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  const both = (name: string): { alone: Seen; beside: Seen } => {
    const [one, other] = [alone.get(name), beside.get(name)];
    assert.ok(one && other);
    return { alone: one, beside: other };
  };

  it('finds what is to be found when it is alone', () => {
    assert.deepEqual(alone.get('score.yaml')?.findings, [`7:5 ${ours}`, `8:5 ${ours}`]);
    assert.equal(alone.get('broken.score.yaml')?.findings.length, 1);
    assert.deepEqual(alone.get('plain.yaml'), {
      findings: [],
      completions: [],
      hovers: [],
    });
  });

  it('shares a window with a server that works', () => {
    assert.equal(theirsIn(beside.get('plain.yaml')?.findings ?? []).length, 2);
  });

  for (const name of everything) {
    it(`has no place in ${name} with two findings, no word twice and no second hover`, () => {
      const seen = both(name).beside;
      const other = name === 'plain.yaml' ? oursIn(seen.findings) : repeated(places(seen.findings));
      assert.deepEqual(other, []);
      assert.deepEqual(repeated(seen.completions), []);
      assert.ok(seen.hovers.length <= 1, seen.hovers.join('\n---\n'));
    });
  }

  for (const name of manifests) {
    it(`loses no finding, word or hover of ${name}`, () => {
      const { alone: one, beside: other } = both(name);
      assert.ok(one.hovers.length === 1 && one.completions.length > 0, JSON.stringify(one));
      // What breaks the file, YAML servers mark at places of their own: there are as many, or more.
      const isBroken = name.startsWith('broken');
      const missing = isBroken ? [] : without(places(one.findings), places(other.findings));
      assert.deepEqual(missing, []);
      assert.ok(other.findings.length >= one.findings.length);
      assert.deepEqual([...other.completions].sort(), [...one.completions].sort());
      assert.deepEqual(other.hovers, one.hovers);
    });
  }

  it('leaves nothing but YAML faults to the other, in files of every family', () => {
    for (const name of ['catalog-info.yaml', 'group.yaml', 'golden-path.yaml', 'database.yaml']) {
      const { alone: one, beside: other } = both(name);
      const repeatedKey = /^[^:]+:3 YAML$/;
      assert.deepEqual(
        theirsIn(other.findings).filter((finding) => !repeatedKey.test(finding)),
        [],
        name,
      );
      assert.equal(new Set(places(other.findings)).size, other.findings.length, name);
      assert.ok(oursIn(one.findings).length > 0, name);
    }
  });

  it('has our own manifests to itself', () => {
    const { alone: one, beside: other } = both('service.platform.yaml');
    assert.deepEqual(other, one);
  });

  it('leaves YAML faults of a Score file to the other, and keeps the rest', () => {
    const { findings } = both('score.yaml').beside;
    assert.deepEqual(oursIn(findings), [`7:5 ${ours}`]);
    assert.ok(theirsIn(findings).includes('8:5 YAML'), findings.join());
    assert.deepEqual(oursIn(both('broken.score.yaml').beside.findings), []);
  });

  it('adds nothing to YAML that is nobody’s manifest', () => {
    const { findings, hovers } = both('plain.yaml').beside;
    assert.deepEqual(oursIn(findings), []);
    assert.ok(hovers.length <= 1);
  });

  it('leaves a file that names a schema of its own to that schema', async () => {
    const seen = await look('own-schema.yaml');
    assert.deepEqual(oursIn(seen.findings), []);
    assert.equal(theirsIn(seen.findings).length, 1);
    assert.deepEqual(repeated(seen.completions), []);
    assert.equal(seen.hovers.length, 1);
    assert.match(seen.hovers[0] ?? '', /another schema/);
  });

  it('formats manifests alone, and nothing else', () => {
    assert.deepEqual(formattedAlone, [true, true, false]);
  });

  it('leaves YAML to one formatter, and keeps its own language', async () => {
    assert.deepEqual(await formatted(), [true, true, true]);
  });

  it('has one outline', async () => {
    const document = await open('score.yaml');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(repeated(symbols.map(({ name, range }) => `${name} ${range.start.line}`)), []);
  });

  it('finds YAML faults itself when the other is told not to', async () => {
    const document = await open('score.yaml');
    await setYaml('validate', false);
    await eventually(
      'our findings of both faults',
      () => findingsOf(document).join() === [`7:5 ${ours}`, `8:5 ${ours}`].join(),
      10_000,
      () => findingsOf(document),
    );
    await setYaml('validate', undefined);
    await eventually('one of ours', () => oursIn(findingsOf(document)).length === 1);
  });
});
