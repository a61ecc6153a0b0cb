import assert from 'node:assert/strict';
import { questionOf } from '../../../../src/platform/gitops/gitQuestion.js';

describe('What git and ssh ask', () => {
  for (const [said, kind, about] of [
    ["Username for 'https://git.example.com': ", 'username', 'git.example.com'],
    ["Password for 'https://jo%40acme@git.example.com:8443/x': ", 'password', 'jo@acme@git.example.com:8443'],
    ["Enter passphrase for key '/home/jo/.ssh/id_ed25519': ", 'passphrase', '/home/jo/.ssh/id_ed25519'],
    ['Enter passphrase for /home/jo/my key: ', 'passphrase', '/home/jo/my key'],
    ["git@host's password: ", 'password', 'git@host'],
    [
      "The authenticity of host 'host (1.2.3.4)' can't be established.\nAre you sure you want to continue connecting (yes/no/[fingerprint])? ",
      'hostKey',
      '',
    ],
    ['Enter PIN for ECDSA-SK key: ', 'other', ''],
    ['', 'other', ''],
  ] as const) {
    it(`is read: ${said.slice(0, 40)}`, () => {
      const question = questionOf(said);
      assert.deepEqual([question.kind, question.about], [kind, about]);
      assert.equal(question.text, said.trim());
    });
  }

  it('steers no terminal and is of bounded length', () => {
    const { text } = questionOf(`\u001b[2JWho?${'x'.repeat(5000)}`);
    assert.ok(text.startsWith('Who?') && text.length <= 2000);
  });
});
