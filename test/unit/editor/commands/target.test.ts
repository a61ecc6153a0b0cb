import assert from 'node:assert/strict';
import { targetFrom } from '../../../../src/editor/commands/target.js';
import { webAddress } from '../../../../src/editor/commands/webAddress.js';
import { NodeStore } from '../../../../src/editor/views/nodes.js';
import { UserError } from '../../../../src/model/errors.js';

describe('what a command works on', () => {
  it('is read from a tree row', () => {
    const row = new NodeStore().deployment('hello', 'staging', 'service');
    assert.deepEqual(targetFrom(row), { service: 'hello', environment: 'staging' });
  });

  it('is read from a lens, and nothing else is taken over', () => {
    const given = { service: 'hello', uri: 'file:///a', token: 'secret', environment: 7 };
    assert.deepEqual(targetFrom(given), { service: 'hello', uri: 'file:///a' });
  });

  it('is open without an argument', () => {
    for (const nothing of [undefined, null, 'hello', 7]) assert.deepEqual(targetFrom(nothing), {});
  });
});

describe('addresses that are opened', () => {
  it('are those of the web', () => {
    assert.equal(webAddress('http://127.0.0.1:4000'), 'http://127.0.0.1:4000/');
  });

  for (const bad of [
    'javascript:alert(1)',
    'command:workbench.action.quit',
    'file:///etc/passwd',
    'vscode://x/y',
    'https://user:pass@host/',
    '//host',
    '',
  ]) {
    it(`are not ${bad || 'empty'}`, () => assert.throws(() => webAddress(bad), UserError));
  }
});
