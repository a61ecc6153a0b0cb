import assert from 'node:assert/strict';
import type { SelectionRange } from 'vscode-languageserver-types';
import { cursorIn, serviceWith } from '../support.js';

/** The texts that a growing selection takes in at the cursor. */
function growing(marked: string): string[] {
  const { document, position } = cursorIn(marked);
  const [first] = serviceWith().selectionRanges(document, [position]);
  const texts: string[] = [];
  for (let range: SelectionRange | undefined = first; range; range = range.parent) {
    texts.push(document.getText(range.range));
  }
  return texts;
}

describe('selection ranges', () => {
  it('grow from the word to the text, its quotes, the pair, the map and the file', () => {
    assert.deepEqual(growing('a:\n  b: "one t|wo"\n  c: 1\n'), [
      'two',
      'one two',
      '"one two"',
      'b: "one two"',
      'b: "one two"\n  c: 1',
      'a:\n  b: "one two"\n  c: 1',
      'a:\n  b: "one two"\n  c: 1\n',
    ]);
  });

  it('take in a placeholder and what is in it', () => {
    const text = 'a: x ${resources.d|b.host} y\n';
    assert.deepEqual(growing(text).slice(0, 4), [
      'db',
      'resources.db.host',
      '${resources.db.host}',
      'x ${resources.db.host} y',
    ]);
    assert.deepEqual(growing("a: ${{ parameters.n|ame }}'s\n").slice(0, 3), [
      'name',
      'parameters.name',
      '${{ parameters.name }}',
    ]);
  });

  it('take in a list item with its dash, and a key before its pair', () => {
    assert.deepEqual(growing('a:\n  - b|c: 1\n    d: 2\n  - e\n').slice(0, 4), [
      'bc',
      'bc: 1',
      'bc: 1\n    d: 2',
      '- bc: 1\n    d: 2',
    ]);
  });

  it('take in a document of several before the file', () => {
    const texts = growing('a: 1\n---\nb|: 2\n---\nc: 3\n');
    assert.deepEqual(texts.slice(0, 2), ['b', 'b: 2']);
    assert.equal(texts.at(-2), '---\nb: 2\n');
    assert.equal(texts.at(-1), 'a: 1\n---\nb: 2\n---\nc: 3\n');
  });

  it('take in the words of a comment and the comment', () => {
    assert.deepEqual(growing('a: 1 # so|me words\n').slice(0, 3), ['some', 'some words', '# some words']);
  });

  it('work in broken YAML and on nothing at all', () => {
    assert.equal(growing('a: [1, tw|o\nb: 2\n')[0], 'two');
    assert.deepEqual(growing('|'), ['']);
  });
});
