import assert from 'node:assert/strict';
import { cursorIn, serviceWith } from '../support.js';

/** The names that are typed over as one, with their lines. */
function linked(marked: string): string[] | undefined {
  const { document, position } = cursorIn(marked);
  const found = serviceWith().linkedEditing(document, position);
  return found?.ranges.map((range) => `${range.start.line}:${document.getText(range)}`);
}

describe('linked editing', () => {
  it('joins an anchor and its aliases, from each of them', () => {
    const all = ['0:base', '1:base', '2:base'];
    assert.deepEqual(linked('a: &ba|se {}\nb: *base\nc: [*base]\n'), all);
    assert.deepEqual(linked('a: &base {}\nb: *|base\nc: [*base]\n'), all);
    assert.deepEqual(linked('a: &base {}\nb: *base\nc: [*base|]\n'), all);
  });

  it('stays in its document', () => {
    assert.deepEqual(linked('a: &x|x 1\n---\na: &xx 1\nb: *xx\n'), ['0:xx']);
  });

  it('does not take texts, comments and block scalars for aliases', () => {
    assert.deepEqual(linked('a: &x|x 1 # *xx\nb: "*xx"\nc: |\n  *xx\n'.replace('c: |', 'c: >')), ['0:xx']);
  });

  it('is none where the name is given twice or never, and beside a name', () => {
    assert.equal(linked('a: &x|x 1\nb: &xx 2\nc: *xx\n'), undefined);
    assert.equal(linked('a: *x|x\n'), undefined);
    assert.equal(linked('a|: &xx 1\n'), undefined);
  });
});
