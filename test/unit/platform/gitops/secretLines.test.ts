import assert from 'node:assert/strict';
import { changesSecrets, maskSecrets } from '../../../../src/platform/gitops/secretLines.js';

describe('maskSecrets', () => {
  it('masks values of keys that name secrets', () => {
    const text =
      'db:\n  password: hunter2 # why\n  "apiKey": "abc"\nDB_PASSWORD=x\n- name: API_TOKEN\n  value: abc\n';
    assert.equal(
      maskSecrets(text),
      'db:\n  password: ***\n  "apiKey": ***\nDB_PASSWORD=***\n- name: API_TOKEN\n  value: ***\n',
    );
    assert.equal(maskSecrets('+    private_key: abc\n'), '+    private_key: ***\n');
    assert.equal(maskSecrets('x\nghp_0123456789012345678901234567890123\n'), 'x\n***\n');
  });

  it('leaves names of secrets, numbers and placeholders', () => {
    const text =
      'secretName: db\npasswordRef: a\nimagePullSecrets:\n  - name: pull\ntokenTtl: 1h\npassword: ${DB}\nsecret: true\ntoken: "{{ .x }}"\nvalue: plain\nimage: orders:1\n';
    assert.equal(maskSecrets(text), text);
  });
});

describe('changesSecrets', () => {
  it('minds lines that are added or taken away, not those around them', () => {
    const diff = (sign: string): string =>
      `--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n${sign}password: hunter2\n-a: 1\n+a: 2\n`;
    assert.equal(changesSecrets(diff(' ')), false);
    assert.equal(changesSecrets(diff('+')), true);
    assert.equal(changesSecrets(diff('-')), true);
    assert.equal(changesSecrets('--- a/token: x\n+++ b/token: x\n'), false);
  });
});
