import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursorIn, serviceWith } from '../support.js';

/** The text after a key was typed at the cursor `|`; `¦` stands for a pipe. */
async function typed(marked: string, key = '\n', tabSize = 2): Promise<string> {
  const { document, position } = cursorIn(marked);
  const text = document.getText().replaceAll('¦', '|');
  const source = TextDocument.create(document.uri, document.languageId, 1, text);
  const query = { client: { tabSize }, roots: [] };
  return TextDocument.applyEdits(source, await serviceWith().formatOnType(source, position, key, query));
}

describe('formatting while typing', () => {
  const cases: readonly [string, string, string][] = [
    ['below a key that opens a map', 'a:\n|', 'a:\n  '],
    ['below a key with an anchor and a comment', 'a: &x # y\n|', 'a: &x # y\n  '],
    ['below a pair', '  a: 1\n    |', '  a: 1\n  '],
    ['below a pair in a list', '- a: 1\n|', '- a: 1\n  '],
    ['below a key in a list', '- a:\n|', '- a:\n    '],
    ['below a word in a list', '  - a\n|', '  - a\n  '],
    ['below an empty item', '  -\n|', '  -\n    '],
    ['below the head of a block scalar', '  a: ¦-\n|', '  a: |-\n    '],
    ['below the head of a block scalar in a list', '- >\n|', '- >\n  '],
    ['in a block scalar', 'a: ¦\n    x: y\n|', 'a: |\n    x: y\n    '],
    ['in a block scalar, after an empty line', 'a: ¦\n  x:\n\n|', 'a: |\n  x:\n\n  '],
    ['behind an open bracket', '  a: [\n|', '  a: [\n    '],
    ['between brackets', 'a:\n  b: {\n      |}', 'a:\n  b: {\n  }'],
    ['below a document', '---\n|', '---\n'],
    ['below a text with a colon', 'a: "b:"\n|', 'a: "b:"\n'],
  ];
  for (const [where, before, after] of cases) {
    it(`indents ${where}`, async () => assert.equal(await typed(before), after));
  }

  it('goes by the width that is asked for', async () => {
    assert.equal(await typed('a:\n|', '\n', 4), 'a:\n    ');
  });

  it('leaves a line with text alone', async () => {
    assert.equal(await typed('a:\n|b: 1'), 'a:\nb: 1');
  });

  it('brings a closing bracket under the line that opened it, and only where it stands alone', async () => {
    assert.equal(await typed('  a: [\n    1,\n      ]|', ']'), '  a: [\n    1,\n  ]');
    assert.equal(await typed('a: {\n    b: 1 }|', '}'), 'a: {\n    b: 1 }');
    assert.equal(await typed('a: {\n  b: [1]\n  }|', '}'), 'a: {\n  b: [1]\n}');
  });
});
