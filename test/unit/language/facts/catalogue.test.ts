import assert from 'node:assert/strict';
import { parseYaml } from '../../../../src/language/documents/yamlDocument.js';
import { identityOf } from '../../../../src/language/facts/documentFacts.js';
import { parseEntityRef } from '../../../../src/language/facts/entityRef.js';
import { mentionsOf } from '../../../../src/language/facts/mentions.js';

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The identities that an entity defines and refers to. */
function identities(kind: string, text: string, apiVersion = 'backstage.io/v1alpha1'): string[] {
  const [document] = parseYaml(text) ?? [];
  assert.ok(document);
  const context = { uri: 'file:///w/catalog-info.yaml', ordinal: 0, rangeOf: () => nowhere };
  return mentionsOf(document, apiVersion, kind, context).map(
    (mention) => `${mention.role} ${identityOf(mention)}`,
  );
}

describe('mentions of the catalogue', () => {
  it('takes a component for the service of its name, and fills in the defaults of a reference', () => {
    const component = `metadata: { name: Basket, namespace: Shop }
spec:
  owner: payments
  system: other/store
  dependsOn: [resource:db, component:default/orders]
  providesApis: [basket-api]
  subcomponentOf: checkout
`;
    assert.deepEqual(identities('Component', component), [
      'definition service shop basket',
      'reference entity group:shop payments',
      'reference entity system:other store',
      'reference service shop checkout',
      'reference resource shop db',
      'reference service default orders',
      'reference entity api:shop basket-api',
    ]);
  });

  it('knows groups, users and templates', () => {
    assert.deepEqual(identities('User', 'metadata: { name: ann }\nspec: { memberOf: [payments] }\n'), [
      'definition entity user:default ann',
      'reference entity group:default payments',
    ]);
    assert.deepEqual(
      identities(
        'Template',
        'metadata: { name: node }\nspec: { owner: group:platform }\n',
        'scaffolder.backstage.io/v1beta3',
      ),
      ['definition template default node', 'reference entity group:default platform'],
    );
  });

  it('reads references as Backstage does', () => {
    const defaults = { kind: 'group', namespace: 'default' };
    assert.deepEqual(parseEntityRef('User:Shop/ann.b', defaults), {
      kind: 'user',
      namespace: 'shop',
      name: 'ann.b',
      nameAt: 10,
    });
    assert.equal(parseEntityRef('payments', defaults)?.nameAt, 0);
    for (const text of ['', ':', 'a:b:c', 'a/b/c', 'a b', '${{ values.x }}']) {
      assert.equal(parseEntityRef(text, defaults), undefined, text);
    }
  });
});
