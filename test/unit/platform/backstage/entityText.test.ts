import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { decodeEntity } from '../../../../src/platform/backstage/entity.js';
import { readable } from '../../../../src/platform/backstage/entityFile.js';
import { entityText } from '../../../../src/platform/backstage/entityText.js';

describe('an entity as YAML', () => {
  it('is read as the same value, whatever its texts', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('a', ' b', '\tc', '', '# d', '- e', 'f: g', 'h ', '\u0085', '\r'))
        .map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }),
          fc.oneof(text, fc.array(text), fc.record({ x: text, y: fc.boolean() })),
        ),
        (value) => {
          fc.pre(Object.keys(value).length > 0);
          const plain: unknown = JSON.parse(JSON.stringify(value));
          assert.deepEqual(parse(entityText(plain as Record<string, unknown>)), plain);
        },
      ),
    );
  });

  it('shows texts of several lines as they are', () => {
    assert.equal(
      entityText({ spec: { definition: 'openapi: 3.1.0\n\npaths: {}\n', note: 'one\ntwo' } }),
      'spec:\n  definition: |\n    openapi: 3.1.0\n\n    paths: {}\n  note: |-\n    one\n    two\n',
    );
  });

  it('is read with its relations and where it comes from', () => {
    const { text, origin } = readable(
      decodeEntity({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'cart',
          annotations: { 'backstage.io/managed-by-origin-location': 'url:https://git.test/cart.yaml' },
        },
        spec: { type: 'service' },
        relations: [{ type: 'ownedBy', targetRef: 'group:default/basket' }],
      }),
    );
    assert.match(text, /^apiVersion: backstage\.io\/v1alpha1\nkind: Component\nmetadata:\n {2}name: cart\n/);
    assert.match(text, /relations:\n {2}- type: ownedBy\n {4}targetRef: group:default\/basket\n$/);
    assert.equal(origin, 'https://git.test/cart.yaml');
  });
});
