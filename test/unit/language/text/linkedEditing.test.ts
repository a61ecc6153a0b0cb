import assert from 'node:assert/strict';
import { cursorIn, serviceWith } from '../support.js';

/** The names that are typed over as one, with their lines. */
function linked(marked: string): string[] | undefined {
  const { document, position } = cursorIn(marked);
  const found = serviceWith().linkedRanges(document, position);
  return found.length === 0
    ? undefined
    : found.map((range) => `${range.start.line}:${document.getText(range)}`);
}

describe('linked editing', () => {
  it('joins an anchor and its aliases, from each of them', () => {
    const all = ['0:base', '1:base', '2:base'];
    assert.deepEqual(linked('a: &ba|se {}\nb: *base\nc: [*base]\n'), all);
    assert.deepEqual(linked('a: &base {}\nb: *|base\nc: [*base]\n'), all);
    assert.deepEqual(linked('a: &base {}\nb: *base\nc: [*base|]\n'), all);
  });

  it('stays in its document', () => {
    assert.deepEqual(linked('a: &x|x 1\nb: *xx\n---\na: &xx 1\nb: *xx\n'), ['0:xx', '1:xx']);
  });

  it('does not take texts, comments and block scalars for aliases', () => {
    const text = 'a: &x|x 1 # *xx\nb: "*xx"\nc: >\n  *xx\nd: *xx\n';
    assert.deepEqual(linked(text), ['0:xx', '4:xx']);
  });

  it('leaves out what an anchor of the same name further down stands for', () => {
    assert.deepEqual(linked('a: &x|x 1\nb: *xx\nc: &xx 2\nd: *xx\n'), ['0:xx', '1:xx']);
  });

  it('is none without an anchor, without an alias, and beside a name', () => {
    assert.equal(linked('a: *x|x\n'), undefined);
    assert.equal(linked('a: &x|x 1\n'), undefined);
    assert.equal(linked('a|: &xx 1\nb: *xx\n'), undefined);
  });
});
