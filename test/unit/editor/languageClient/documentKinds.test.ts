import assert from 'node:assert/strict';
import { documentKinds } from '../../../../src/editor/languageClient/documentKinds.js';

describe('what a manifest says it is', () => {
  it('is the kind and version of each document, once', () => {
    const service = 'apiVersion: goldenpath.dev/v1alpha1\nkind: Service # ours\nmetadata:\n  kind: Other\n';
    assert.deepEqual(documentKinds(`${service}---\n${service}---\r\napiVersion: "v1"\r\nkind: 'Pod'\r\n`), [
      'Service goldenpath.dev/v1alpha1',
      'Pod v1',
    ]);
  });

  it('is the version alone where there is no kind', () => {
    assert.deepEqual(documentKinds('\uFEFFapiVersion: score.dev/v1b1\n'), ['score.dev/v1b1']);
  });

  it('is nothing while nothing says so', () => {
    for (const text of ['', 'kind: Service\n', 'a: 1\n---\n', 'apiVersion:\n']) {
      assert.deepEqual(documentKinds(text), []);
    }
  });
});
