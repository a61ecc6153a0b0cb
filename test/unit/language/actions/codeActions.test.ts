import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import { findings, fixture, manifest, serviceWith } from '../support.js';

const full = fixture('service.yaml');
const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 9_999, character: 0 } };

async function actionsFor(text: string, only?: readonly string[], range = everywhere): Promise<CodeAction[]> {
  return serviceWith().codeActions(manifest(text), { range, ...(only && { only }) });
}

function applied(text: string, { edit }: CodeAction): string {
  const document = manifest(text);
  return TextDocument.applyEdits(document, edit?.changes?.[document.uri] ?? []);
}

/** A misspelling, and the text it must become again. */
const misspelt: readonly [string, string][] = [
  ['image: .', 'imagee: .'],
  ['image: .', '"imagee": .'],
  ['tier: critical', 'tier: critcal'],
  ['tier: critical', "tier: 'critcal'"],
  ['spec:', 'sepc:'],
  ['kind: Service', 'kind: Servise'],
  ['resources.db.host', 'resources.dbb.host'],
  ['{ class: large }', '{ clas: large }'],
];

describe('code actions', () => {
  for (const [right, wrong] of misspelt) {
    it(`put the meant word in: ${wrong}`, async () => {
      const text = full.replace(right, wrong);
      const [first] = await actionsFor(text);
      assert.ok(first);
      assert.equal(first.isPreferred, true);
      assert.deepEqual(await findings(applied(text, first)), []);
    });
  }

  it('keep the quotes of a word', async () => {
    const text = full.replace('tier: critical', "tier: 'critcal'");
    const [first] = await actionsFor(text);
    assert.ok(first && applied(text, first).includes("tier: 'critical'"));
  });

  it('disable a rule above its line, with its indentation and line ends, once for several rules', async () => {
    const text = full.replace('image: .', 'imagee: .').replaceAll('\n', '\r\n');
    const disable = (await actionsFor(text)).find(({ title }) =>
      title.startsWith('Disable schema/unknown-property'),
    );
    assert.ok(disable);
    const done = applied(text, disable);
    assert.match(done, /\r\n {8}# golden-path-disable-next-line schema\/unknown-property\r\n {8}imagee: \./);
    assert.ok(!(await findings(done)).some((finding) => finding.startsWith('schema/unknown-property')));

    const twice = done.replace('schema/unknown-property\r\n', 'score/other\r\n');
    const again = (await actionsFor(twice)).find(({ title }) =>
      title.startsWith('Disable schema/unknown-property'),
    );
    assert.ok(again && applied(twice, again).includes('score/other, schema/unknown-property\r\n'));
  });

  it('offer no comment where it would become text or cannot stand', async () => {
    const unknown = full.replace(
      'LOG_LEVEL: info',
      'TEXT: |\n            one\n            ${resources.dbb.host}',
    );
    const broken = full.replace('  owner:', '\towner:');
    for (const text of [unknown, broken]) {
      const titles = (await actionsFor(text)).map(({ title }) => title);
      assert.ok(!titles.some((title) => title.startsWith('Disable')), titles.join());
    }
  });

  it('correct everything at once when asked, and only then', async () => {
    const text = full.replace('tier: critical', 'tier: critcal').replace('image: .', 'imagee: .');
    assert.ok(!(await actionsFor(text)).some(({ kind }) => kind?.startsWith('source')));
    const [all, ...others] = await actionsFor(text, ['source.fixAll']);
    assert.ok(all);
    assert.deepEqual(others, []);
    assert.equal(applied(text, all), full);
  });

  it('are for the range that was asked about', async () => {
    const text = full.replace('tier: critical', 'tier: critcal');
    const line = text.split('\n').findIndex((each) => each.includes('critcal'));
    const at = (there: number): Range => ({
      start: { line: there, character: 0 },
      end: { line: there, character: 99 },
    });
    assert.notEqual((await actionsFor(text, undefined, at(line))).length, 0);
    assert.deepEqual(await actionsFor(text, ['quickfix'], at(line - 1)), []);
    assert.deepEqual(await actionsFor(text, ['refactor.extract'], at(line)), []);
  });

  it('are none for a file of somebody else', async () => {
    const other = TextDocument.create('file:///w/values.yaml', 'yaml', 1, 'kind: Servise\n');
    assert.deepEqual(await serviceWith().codeActions(other, { range: everywhere }), []);
  });
});
