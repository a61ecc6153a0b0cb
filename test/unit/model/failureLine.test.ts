import assert from 'node:assert/strict';
import { failureLine } from '../../../src/model/failureLine.js';

describe('a failure in a line', () => {
  it('keeps what happened and the line that names the error', () => {
    const output = [
      '"node server.js" exited with code 1 before it was healthy. Last lines:',
      "throw new TypeError('no greeting');",
      '      ^',
      '',
      'TypeError: no greeting',
      '    at file:///code/server.js:21:7',
      'Node.js v20.20.2',
    ].join('\n');
    assert.equal(
      failureLine(output),
      '"node server.js" exited with code 1 before it was healthy. TypeError: no greeting',
    );
  });

  it('takes the last line of an output that names none, and one line as it is', () => {
    assert.equal(failureLine('It failed:\nstep one\nstep two\n'), 'It failed: step two');
    assert.equal(failureLine('The build ended with 1.'), 'The build ended with 1.');
    assert.equal(failureLine(''), '');
    assert.equal(failureLine('a\u202eb\nc\u001b[31md'), 'a⟨U+202E⟩b cd');
  });
});
