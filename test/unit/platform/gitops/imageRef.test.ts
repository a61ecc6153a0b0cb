import assert from 'node:assert/strict';
import fc from 'fast-check';
import { imageKey, imageRef, imageText, versionOf } from '../../../../src/platform/gitops/imageRef.js';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('imageRef', () => {
  it('takes an image apart', () => {
    assert.deepEqual(imageRef('nginx'), { name: 'nginx' });
    assert.deepEqual(imageRef('nginx:1.27'), { name: 'nginx', tag: '1.27' });
    assert.deepEqual(imageRef('nginx:1'), { name: 'nginx', tag: '1' });
    assert.deepEqual(imageRef('registry.example:5000/team/orders:1.2.3'), {
      name: 'registry.example:5000/team/orders',
      tag: '1.2.3',
    });
    assert.deepEqual(imageRef('registry.example:5000/orders'), { name: 'registry.example:5000/orders' });
    assert.deepEqual(imageRef(`orders:1.2@${digest}`), { name: 'orders', tag: '1.2', digest });
  });

  it('takes nothing else for one', () => {
    for (const text of [
      '',
      'two words',
      '{{ .Values.image }}',
      ':1',
      'a:b:c',
      'a@b',
      '/a',
      'a//b',
      '$IMAGE',
    ]) {
      assert.equal(imageRef(text), undefined, text);
    }
  });

  it('is written as it was read', () => {
    const word = fc.stringMatching(/^[a-z][a-z\d-]{0,8}$/);
    const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join('/'));
    const tag = fc.option(fc.stringMatching(/^[A-Za-z\d][\w.-]{0,12}$/), { nil: undefined });
    const pin = fc.option(fc.constant(digest), { nil: undefined });
    fc.assert(
      fc.property(name, tag, pin, (some, version, pinned) => {
        const text = `${some}${version === undefined ? '' : `:${version}`}${pinned ? `@${pinned}` : ''}`;
        const image = imageRef(text);
        assert.ok(image);
        assert.equal(imageText(image), text);
      }),
    );
  });

  it('knows the spellings of one repository', () => {
    assert.equal(imageKey('nginx'), imageKey('docker.io/library/nginx'));
    assert.equal(imageKey('grafana/grafana'), imageKey('docker.io/grafana/grafana'));
    assert.notEqual(imageKey('registry.example/nginx'), imageKey('nginx'));
    assert.notEqual(imageKey('localhost/nginx'), imageKey('nginx'));
  });

  it('names a version by its tag, else by its digest', () => {
    assert.equal(versionOf({ tag: '1.2', digest }), '1.2');
    assert.equal(versionOf({ digest }), 'abababababab');
  });
});
