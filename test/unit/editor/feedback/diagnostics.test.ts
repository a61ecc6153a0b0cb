import assert from 'node:assert/strict';
import { diagnosticsText } from '../../../../src/editor/feedback/diagnosticsText.js';
import { FaultMemory } from '../../../../src/editor/feedback/faultMemory.js';
import { PlatformError, UserError } from '../../../../src/model/errors.js';
import type { LiveSnapshot } from '../../../../src/model/live.js';

const snapshot: LiveSnapshot = {
  status: 'stale',
  services: new Map([['secret-project', { name: 'secret-project' }]]),
  environments: new Map(),
  operations: new Map(),
  error: new PlatformError('timeout', 'No answer from secret-project.'),
  info: {
    name: 'p',
    contractVersion: '0.2.0',
    capabilities: { watch: { level: 'Stream' }, logs: { level: 'Read' } },
  },
};

describe('diagnostics', () => {
  it('tell versions, states, capabilities and kinds of faults', () => {
    const text = diagnosticsText({
      versions: [['extension', '0.1.0']],
      states: [['language server', 'running']],
      platforms: [{ kind: 'remote', host: 'p.example.com', isSignedIn: true, snapshot }],
      faults: [{ time: 'T', what: 'goldenPath.deploy failed', code: 'unavailable 503' }],
    });
    assert.match(text, /^extension: 0\.1\.0$/m);
    assert.match(text, /^ {2}capabilities: logs=Read watch=Stream$/m);
    assert.match(text, /^ {2}last answer: timeout$/m);
    assert.match(text, /^ {2}T goldenPath\.deploy failed \(unavailable 503\)$/m);
    assert.ok(!text.includes('secret-project'), text);
  });

  it('hold no token and no control character, wherever one slipped in', () => {
    const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl';
    const text = diagnosticsText({
      versions: [['extension', `Bearer ${token}`]],
      states: [['x', '```\u001b[31m\u202e']],
      platforms: [],
      faults: [],
    });
    for (const gone of [token, '`', '\u001b', '\u202e']) assert.ok(!text.includes(gone), text);
  });

  it('keep of faults what was done and of which kind they were, never what a file or a server said', () => {
    const memory = new FaultMemory();
    memory.note('one', new UserError('manifest.invalid', 'password: hunter2'));
    memory.note('two', new TypeError('hunter2'));
    memory.note('three', undefined);
    assert.deepEqual(
      memory.faults.map(({ what, code }) => [what, code]),
      [
        ['one', 'manifest.invalid'],
        ['two', 'TypeError'],
        ['three', ''],
      ],
    );
    for (let count = 0; count < 100; count++) memory.note('more', undefined);
    assert.equal(memory.faults.length, 20);
  });
});
