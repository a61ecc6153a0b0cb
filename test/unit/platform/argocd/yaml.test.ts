import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { yamlOf } from '../../../../src/platform/argocd/yaml.js';

describe('YAML for people to read', () => {
  it('quotes what would be read as a number', () => {
    assert.equal(
      yamlOf({ version: '.0', point: '.5e3', path: './a' }),
      'path: ./a\npoint: ".5e3"\nversion: ".0"\n',
    );
  });

  it('says what the JSON says', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'true',
        'no',
        '1',
        '1.5',
        '~',
        'a: b',
        'a #b',
        '- x',
        'x\ny\n',
        'x\n  y\n\nz',
        ' x\n',
        '...',
        '---',
        '.nan',
        '0x1',
        '=',
        '1e3',
      ),
    );
    const { tree } = fc.letrec<{ tree: unknown; map: Record<string, unknown> }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('map'),
        fc.array(tie('tree'), { maxLength: 3 }),
      ),
      map: fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const object = { value };
        assert.deepEqual(parse(yamlOf(object)), object);
      }),
      { numRuns: 400 },
    );
  });

  it('keeps lines as lines', () => {
    assert.equal(
      yamlOf({ b: 'one\n  two\n', a: [{ x: 1, z: [] }] }),
      'a:\n  - x: 1\n    z: []\nb: |\n  one\n    two\n',
    );
  });
});
