import assert from 'node:assert/strict';
import { beforeDiff } from '../../../../src/editor/templates/reversePatch.js';

const diff = `diff --git a/app.js b/app.js
--- a/app.js
+++ b/app.js
@@ -1,3 +1,3 @@
 one
-two
+TWO
 three
@@ -6,2 +6,3 @@
 six
 seven
+eight
--- a/README.md
+++ b/README.md
@@ -1 +0,0 @@
-gone
`;

describe('a file before a diff', () => {
  const after = 'one\nTWO\nthree\nfour\nfive\nsix\nseven\neight\n';

  it('is what the diff took away', () => {
    assert.equal(beforeDiff(diff, 'app.js', after), 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n');
    assert.equal(beforeDiff(diff, 'README.md', ''), 'gone\n');
  });

  it('is not known where the diff does not fit or does not tell', () => {
    assert.equal(beforeDiff(diff, 'app.js', after.replace('TWO', 'other')), undefined);
    assert.equal(beforeDiff(diff, 'other.js', after), undefined);
    assert.equal(beforeDiff('', 'app.js', after), undefined);
  });
});
