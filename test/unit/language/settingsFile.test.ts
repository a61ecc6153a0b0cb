import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { serviceWith } from './support.js';

const uri = 'file:///w/golden-path.yaml';
const settings = (text: string, at = uri): TextDocument => TextDocument.create(at, 'yaml', 1, text);

async function found(text: string, at = uri): Promise<string[]> {
  const document = settings(text, at);
  const diagnostics = await serviceWith().diagnostics(document);
  return diagnostics.map(({ code, range }) => `${String(code)} “${document.getText(range)}”`);
}

function labels(marked: string): string[] {
  const at = marked.indexOf('|');
  const document = settings(marked.slice(0, at) + marked.slice(at + 1));
  return serviceWith()
    .complete(document, document.positionAt(at), { snippets: true })
    .map(({ label }) => label);
}

describe('golden-path.yaml in an editor', () => {
  it('is checked by its schema', async () => {
    assert.deepEqual(await found('rules: { service/scaling-range: warning }\nexclude: [examples]\n'), []);
    assert.deepEqual(await found('ruels: {}\n'), ['schema/unknown-property “ruels”']);
    assert.deepEqual(await found('rules:\n  service/scaling-range: wraning\n'), [
      'schema/wrong-value “wraning”',
    ]);
    assert.deepEqual(await found('schemas:\n  - files: a.yaml\n'), ['schema/missing-property “files”']);
    assert.deepEqual(await found('rules:\n  service/no-ownr: off\n'), [
      'suppression/unknown-code “service/no-ownr”',
    ]);
    for (const text of ['', '# nothing yet\n', '---\n']) assert.deepEqual(await found(text), []);
  });

  it('is mended by the code that was meant, or without the one that there is not', async () => {
    const mended = async (text: string): Promise<string[]> => {
      const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      const actions = await serviceWith().codeActions(settings(text), { range, only: ['quickfix'] });
      return actions.map(({ title, edit }) =>
        [title, TextDocument.applyEdits(settings(text), edit?.changes?.[uri] ?? [])].join(': '),
      );
    };
    const near = await mended('rules:\n  service/no-ownr: off\n');
    assert.equal(near[0], 'Change to “service/no-owner”: rules:\n  service/no-owner: off\n');
    const far = await mended('rules:\n  # none\n  team/own: off # none\n  service/no-owner: off\n');
    assert.equal(far[0], 'Remove “team/own”: rules:\n  service/no-owner: off\n');
  });

  it('is completed and explained', () => {
    assert.deepEqual(labels('|').sort(), ['exclude', 'include', 'rules', 'schemaFolders', 'schemas']);
    assert.ok(labels('rules:\n  |').includes('service/scaling-range'));
    const values = labels('rules:\n  service/scaling-range: |');
    assert.deepEqual(values.sort(), ['error', 'hint', 'information', 'off', 'warning']);
    const document = settings('rules:\n  service/scaling-range: off\n');
    const hover = serviceWith().hover(document, { line: 1, character: 8 });
    assert.match(JSON.stringify(hover), /maxReplicas/);
  });

  it('is left alone when it is another tool’s, or has another name', async () => {
    assert.deepEqual(await found('apiVersion: v1\nkind: ConfigMap\nruels: {}\n'), []);
    assert.deepEqual(await found('ruels: {}\n', 'file:///w/my-golden-path.yaml'), []);
  });
});
