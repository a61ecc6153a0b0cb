import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { cursorAt } from '../../../../src/language/completion/cursor.js';
import { ItemList } from '../../../../src/language/completion/items.js';
import { cutLine, documentLines } from '../../../../src/language/completion/lines.js';
import { propose } from '../../../../src/language/completion/proposals.js';
import { describe as wordsFor } from '../../../../src/language/features/words.js';
import { schemasAt } from '../../../../src/language/schema/navigate.js';
import { cursorIn } from '../support.js';
import { prepared } from './support.js';

const schema = {
  type: 'object',
  required: ['source'],
  properties: {
    mode: { enum: ['fast', 'safe'], enumDescriptions: ['Skips checks.', 'Checks all.'], default: 'safe' },
    level: {
      oneOf: [
        { const: 1, title: 'Low' },
        { const: 2, title: 'High', deprecated: true },
      ],
    },
    source: {
      oneOf: [
        {
          title: 'From git',
          required: ['kind', 'url'],
          properties: { kind: { const: 'git' }, url: { type: 'string', description: 'Where it is.' } },
        },
        {
          title: 'From a file',
          required: ['kind', 'path'],
          properties: { kind: { const: 'file' }, path: { type: 'string', default: 'a.yaml' } },
        },
      ],
    },
    hidden: { type: 'string', doNotSuggest: true },
    old: { type: 'string', description: 'Old.', deprecationMessage: 'Use “mode”.' },
    flag: { type: ['boolean', 'string'], enum: ['auto'] },
    steps: {
      type: 'array',
      items: {
        type: 'object',
        defaultSnippets: [
          { label: 'a step', description: 'One step.', body: { run: '$1', times: '^${2:3}' } },
        ],
      },
    },
    probe: { type: 'object', defaultSnippets: [{ label: 'a probe', body: { path: '/$1' } }] },
    note: { type: 'string', defaultSnippets: [{ label: 'lines', body: 'one\ntwo' }] },
    image: { type: 'string', defaultSnippets: [{ body: 'node:${1:24}' }], examples: ['nginx'] },
    port: {
      type: 'integer',
      minimum: 1,
      maximum: 65535,
      format: 'port',
      'x-kubernetes-validations': [{ rule: 'self != 22', message: 'not the port of SSH' }],
    },
  },
  patternProperties: { '^x-': { type: 'string', description: 'An extension.' } },
};

async function offered(marked: string): Promise<CompletionItem[]> {
  const { document, position } = cursorIn(marked);
  const lines = documentLines(document.getText(), position.line);
  const { before, after } = cutLine(document.getText(), position, lines);
  const cursor = cursorAt(lines, before);
  assert.ok(cursor);
  const items = new ItemList(cursor, position, after, { snippets: true });
  propose(items, (await prepared(schema)).root, cursor);
  return items.all;
}

async function labels(marked: string): Promise<string[]> {
  return (await offered(marked)).map(({ label }) => label);
}

async function item(marked: string, label: string): Promise<CompletionItem> {
  const found = (await offered(marked)).find((one) => one.label === label);
  assert.ok(found, label);
  return found;
}

async function words(path: readonly (string | number)[], value: unknown): Promise<string> {
  const { root } = await prepared(schema);
  return wordsFor(String(path.at(-1)), schemasAt(root, value, path)) ?? '';
}

function documentation(one: CompletionItem): string {
  return (one.documentation as { value: string } | undefined)?.value ?? '';
}

describe('completion from annotations', () => {
  it('offers keys but those that are not to be suggested, the deprecated struck through and last', async () => {
    const found = await labels('|');
    assert.ok(found.includes('mode') && !found.includes('hidden'));
    const old = await item('|', 'old');
    assert.deepEqual(old.tags, [1]);
    assert.match(documentation(old), /\*\*Deprecated\.\*\* Use “mode”\./);
    assert.ok((old.sortText ?? '') > ((await item('|', 'image')).sortText ?? ''));
    assert.ok((await item('|', 'source')).sortText?.startsWith('0'));
  });

  it('offers values with what each is for', async () => {
    assert.deepEqual(await labels('mode: |'), ['fast', 'safe']);
    assert.equal(documentation(await item('mode: |', 'fast')), 'Skips checks.');
    assert.equal((await item('mode: |', 'safe')).labelDetails?.description, 'default');
    assert.deepEqual(await labels('level: |'), ['1', '2']);
    assert.equal(documentation(await item('level: |', '2')), 'High');
    assert.deepEqual((await item('level: |', '2')).tags, [1]);
    assert.deepEqual(await labels('flag: |'), ['auto', 'true', 'false']);
  });

  it('offers what branches have: all at first, then what fits the one that is meant', async () => {
    const all = await labels('source:\n  |');
    assert.deepEqual(all.slice(0, 3), ['kind', 'url', 'path']);
    assert.deepEqual(await labels('source:\n  kind: |'), ['git', 'file']);
    assert.deepEqual(await labels('source:\n  kind: file\n  |'), ['path']);
    assert.deepEqual(await labels('source:\n  url: x\n  |'), ['kind']);
  });

  it('writes what a branch requires', async () => {
    assert.equal((await item('|', 'source')).textEdit?.newText, 'source:\n  kind: git\n  url: $1');
    assert.equal(
      (await item('source:\n  |', 'From a file')).textEdit?.newText,
      'kind: file\npath: ${1:a.yaml}',
    );
  });

  it('offers default snippets, as text and as blocks', async () => {
    assert.equal((await item('image: |', 'node:${1:24}')).textEdit?.newText, 'node:${1:24}');
    assert.ok((await labels('image: |')).includes('nginx'));
    const step = await item('steps:\n  - |', 'a step');
    assert.equal(step.textEdit?.newText, 'run: $1\n  times: ${2:3}');
    assert.equal(documentation(step), 'One step.');
  });

  it('puts a block below its key and leaves no space behind the colon', async () => {
    for (const [marked, expected] of [
      ['probe: |', 'probe:\n  path: /$1'],
      ['probe:|', 'probe:\n  path: /$1'],
      ['probe:   a p|', 'probe:\n  path: /$1'],
      ['probe: |\n\nflag: auto', 'probe:\n  path: /$1\n\nflag: auto'],
      ['note: |', 'note: |-\n  one\n  two'],
      ['note:|', 'note: |-\n  one\n  two'],
    ] as const) {
      const [block] = (await offered(marked)).filter(({ kind }) => kind === 15);
      assert.ok(block?.textEdit, marked);
      const { document } = cursorIn(marked);
      assert.equal(TextDocument.applyEdits(document, [block.textEdit as TextEdit]), expected);
    }
  });

  it('offers no block where the key has its value, or something follows on the line', async () => {
    for (const marked of [
      'probe: |\n  path: /',
      'probe: |\n  # one\n\n  path: /',
      'probe: | # of what',
      'probe: |{}',
      '{ probe: | }',
      '{ note: | }',
    ]) {
      assert.deepEqual(await labels(marked), [], marked);
    }
  });

  it('indents what follows as far as the dashes of its line reach', async () => {
    assert.equal((await item('steps:\n  -   |', 'a step')).textEdit?.newText, 'run: $1\n    times: ${2:3}');
  });
});

describe('words from annotations', () => {
  it('tell what each value is for, bounds, forms and the rules of the cluster', async () => {
    assert.match(
      await words(['mode'], {}),
      /- `fast`: Skips checks\.\n- `safe`: Checks all\.\n\n- Default: `safe`/,
    );
    const port = await words(['port'], {});
    assert.match(port, /- Type: integer\n- Value: 1 to 65535\n- Format: port/);
    assert.match(port, /Checked by the cluster:\n- not the port of SSH \(`self != 22`\)/);
  });

  it('are found by pattern and in the branch that is meant', async () => {
    assert.match(await words(['x-a'], { 'x-a': 'b' }), /An extension\./);
    assert.match(await words(['source', 'url'], { source: { kind: 'git', url: 'x' } }), /Where it is\./);
    assert.equal(await words(['source', 'url'], { source: { kind: 'file', url: 'x' } }), '');
  });
});
