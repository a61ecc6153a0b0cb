import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ManifestBinding } from '../../../../src/language/protocol.js';
import { bindToService, scoreFileOf } from '../../../../src/language/services/bindToService.js';

const service = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: orders }
spec:
  owner: shop # ours
  workload:
    containers: { main: { image: . } }
`;
const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: orders }\ncontainers: { main: { image: . } }\n';

function bound(text: string, binding: ManifestBinding, name = 'orders'): string | undefined {
  const source = TextDocument.create('file:///platform.yaml', 'platform-manifest', 1, text);
  const edits = bindToService(source, name, binding);
  return edits && TextDocument.applyEdits(source, edits);
}

describe('what a service uses', () => {
  const db = { in: 'resources', name: 'db', value: { type: 'postgres' } } as const;
  const key = { in: 'secrets', name: 'STRIPE', value: { key: 'orders/stripe' } } as const;

  it('is put into its manifest, and nothing else changes', () => {
    assert.equal(bound(service, db), `${service}    resources:\n      db:\n        type: postgres\n`);
    const both = bound(bound(service, key) ?? '', key);
    assert.equal(both, `${service}  secrets:\n    STRIPE:\n      key: orders/stripe\n`);
    assert.equal(bound(score, db), `${score}resources:\n  db:\n    type: postgres\n`);
  });

  it('joins what is there', () => {
    const text = bound(service, db) ?? '';
    const more = bound(text, { in: 'resources', name: 'cache', value: { type: 'redis' } });
    assert.equal(more, `${text}      cache:\n        type: redis\n`);
  });

  it('is taken out again', () => {
    const text = bound(bound(service, db) ?? '', {
      in: 'resources',
      name: 'cache',
      value: { type: 'redis' },
    });
    assert.equal(bound(text ?? '', { in: 'resources', name: 'cache' }), bound(service, db));
    assert.equal(bound(service, { in: 'resources', name: 'db' }), service);
  });

  it('is not written where that cannot be done', () => {
    assert.equal(bound(service, db, 'billing'), undefined);
    assert.equal(bound(score, key), undefined);
    const elsewhere = service.replace('containers: { main: { image: . } }', 'scoreFile: score.yaml');
    assert.equal(bound(elsewhere, db), undefined);
    const source = TextDocument.create('file:///platform.yaml', 'platform-manifest', 1, elsewhere);
    assert.equal(scoreFileOf(source, 'orders'), 'score.yaml');
    assert.equal(bound('not: a manifest\n', db), undefined);
  });
});
