import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../../src/model/errors.js';
import { splitCommand } from '../../../src/local/releases/splitCommand.js';

describe('splitCommand', () => {
  it('knows quotes and nothing else of a shell', () => {
    assert.deepEqual(splitCommand('npm run build'), ['npm', 'run', 'build']);
    assert.deepEqual(splitCommand(`node -e "a \\"b\\"" 'c d' e\\ f`), ['node', '-e', 'a "b"', 'c d', 'e f']);
    for (const command of ['a && b', 'a | b', 'a > file', 'a; b', ' ']) {
      assert.throws(() => splitCommand(command), UserError, command);
    }
  });

  it('gives quoted words back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z $`"*]{1,8}$/), { minLength: 1 }), (words) => {
        const quoted = words.map((word) => `'${word}'`).join(' ');
        assert.deepEqual(splitCommand(quoted), words);
      }),
    );
  });
});
