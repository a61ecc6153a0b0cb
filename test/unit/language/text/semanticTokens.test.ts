import assert from 'node:assert/strict';
import type { Range } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { JsonSchema } from '../../../../src/language/schema/jsonSchema.js';
import { MapKeys } from '../../../../src/language/text/keyRoles.js';
import { tokenModifiers, tokenTypes } from '../../../../src/language/text/tokenTypes.js';
import { fixture, header, manifest, serviceWith, smallService } from '../support.js';

/** Each token as `type “text”`. */
function tokens(document: TextDocument, range?: Range): string[] {
  return serviceWith()
    .semanticTokens(document, range)
    .map(({ line, character, length, type, modifiers }) => {
      const text = document.getText({
        start: { line, character },
        end: { line, character: character + length },
      });
      const words = tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
      return `${[tokenTypes[type], ...words].join('.')} “${text}”`;
    });
}

const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: a1 }\n';

describe('semantic tokens', () => {
  it('tell a key that the schema advises against', () => {
    const schema = { properties: { old: { deprecated: true }, good: {} } } as JsonSchema;
    const keys = new MapKeys(schema, {}, []);
    assert.deepEqual(keys.roleOf('old'), { type: 'property', modifiers: ['deprecated'] });
    assert.deepEqual(keys.roleOf('good'), { type: 'property' });
  });

  it('tell keys by their role', () => {
    assert.deepEqual(tokens(manifest(smallService)), [
      'keyword “apiVersion”',
      'namespace “goldenpath.dev/v1alpha1”',
      'keyword “kind”',
      'class “Service”',
      'property “metadata”',
      'property “name”',
      'class.definition “basket”',
      'property “spec”',
      'property “type”',
      'enumMember “service”',
      'property “workload”',
      'property “containers”',
      'class.definition “main”',
      'property “image”',
    ]);
  });

  it('tell names that the author gives from those of others', () => {
    const text = `${header}kind: Service\nspec:\n  owner: payments\n  environments:\n    staging: {}\n  workload:\n    service: { ports: { web: {} } }\n    resources: { db: { type: postgres } }\n`;
    const found = tokens(manifest(text));
    for (const one of [
      'class “payments”',
      'namespace.definition “staging”',
      'enumMember.definition “web”',
      'variable.definition “db”',
      'type “postgres”',
    ]) {
      assert.ok(found.includes(one), `${one} is not among ${found.join(', ')}`);
    }
  });

  it('tell the parameters and steps that a template defines', () => {
    const schema = {
      properties: { parameters: { items: { properties: { properties: { additionalProperties: {} } } } } },
    } as JsonSchema;
    const keys = new MapKeys(schema, {}, ['parameters', 0, 'properties']);
    assert.deepEqual(keys.roleOf('size'), { type: 'parameter', modifiers: ['definition'] });
    const text = `${header}kind: Template\nspec:\n  steps:\n    - id: fetch\n`;
    assert.deepEqual(tokens(manifest(text)).slice(-2), ['property “id”', 'variable.definition “fetch”']);
  });

  it('have none for a key that does not belong there', () => {
    assert.ok(!tokens(manifest(smallService.replace('image', 'imge'))).some((one) => one.includes('imge')));
  });

  it('take the placeholders of Score apart', () => {
    const text = `${score}containers:\n  main:\n    variables:\n      A: "x$\{resources.db.host} $$\{metadata.name} $\{metadata.name}"\n`;
    assert.deepEqual(tokens(manifest(text, 'file:///w/score.yaml')).slice(-9), [
      'operator “${”',
      'keyword “resources”',
      'variable “db”',
      'property “host”',
      'operator “}”',
      'operator “${”',
      'keyword “metadata”',
      'variable “name”',
      'operator “}”',
    ]);
  });

  it('take the placeholders of templates apart, filters and all', () => {
    const text =
      "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nspec:\n  x: ${{ parameters.name | dump }}-${{ steps.fetch.output.y or 'z' }}\n";
    const found = tokens(TextDocument.create('file:///w/a.platform.yaml', 'platform-manifest', 1, text));
    assert.deepEqual(found.slice(found.indexOf('operator “${{”')), [
      'operator “${{”',
      'keyword “parameters”',
      'parameter “name”',
      'function “dump”',
      'operator “}}”',
      'operator “${{”',
      'keyword “steps”',
      'variable “fetch”',
      'property “output”',
      'property “y”',
      'operator “or”',
      "string “'z'”",
      'operator “}}”',
    ]);
  });

  it('are those of a range where one is asked for, in later documents too', () => {
    const document = manifest(`${smallService}---\n${smallService}`);
    const range = { start: { line: 13, character: 0 }, end: { line: 14, character: 0 } };
    assert.deepEqual(tokens(document, range), ['property “metadata”']);
  });

  it('are in the order of the text and never overlap, in every fixture', () => {
    for (const name of ['service.yaml', 'platform.yaml', 'score.yaml']) {
      const found = serviceWith().semanticTokens(manifest(fixture(name)));
      assert.ok(found.length > 5, name);
      found.reduce(
        (before, token) => {
          const isAfter =
            token.line > before.line ||
            (token.line === before.line && token.character >= before.character + before.length);
          assert.ok(isAfter, `${name}:${token.line + 1}`);
          return token;
        },
        { line: -1, character: 0, length: 0, type: 0, modifiers: 0 },
      );
    }
  });

  it('are none beyond the size of full service', () => {
    const large = `${smallService}# ${'x'.repeat(1_100_000)}\n`;
    assert.deepEqual(tokens(manifest(large)), []);
  });
});
