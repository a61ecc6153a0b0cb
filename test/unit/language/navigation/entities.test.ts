import assert from 'node:assert/strict';
import { header } from '../support.js';
import { Workspace } from './workspace.js';

const entity = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: till }
spec:
  type: service
  lifecycle: production
  owner: basket
  system: retail/shop
  dependsOn: [resource:till-db, scanner]
  providesApis: [sales]
  consumesApis: [prices]
`;
const local = `apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: sales }
spec: { type: openapi, lifecycle: production, owner: basket, definition: x }
`;
const service = `${header}kind: Service
metadata: { name: kiosk }
spec: { type: service, owner: group:basket, dependsOn: [component:default/Cart], workload: { containers: { main: { image: . } } } }
`;
const group = `apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: basket }
spec: { type: team, children: [] }
`;
const template = `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: draft }
spec: { type: service, owner: user:grace, system: shop, parameters: [], steps: [] }
`;

const catalogue = Object.fromEntries(
  [
    'group:default/basket',
    'system:retail/shop',
    'system:default/shop',
    'resource:default/till-db',
    'component:default/scanner',
    'component:default/Cart',
    'api:default/sales',
    'api:default/prices',
    'user:default/grace',
  ].map((ref) => [ref, `entity:/${ref}`]),
);

/** Where one comes from the place before a text in one of the files. */
async function from(file: string, text: string): Promise<string[]> {
  const files: Record<string, string> = {
    'catalog-info.yaml': entity,
    'api.yaml': local,
    'kiosk.platform.yaml': service,
    'template.yaml': template,
  };
  const whole = files[file] ?? '';
  const index = whole.indexOf(text);
  assert.ok(index >= 0, `${text} is not in ${file}`);
  const workspace = new Workspace(
    { ...files, [file]: `${whole.slice(0, index)}¦${whole.slice(index)}` },
    catalogue,
  );
  const { service: language, document, position, known } = workspace;
  const found = await language.definition(document, position, known);
  return found.map(({ targetUri }) => targetUri.replace('file:///w/', ''));
}

describe('the definition of an entity', () => {
  it('is its file in the workspace before what the catalogue has', async () => {
    assert.deepEqual(await from('catalog-info.yaml', 'sales]'), ['api.yaml']);
  });

  it('is what the catalogue has where no file describes it', async () => {
    for (const [text, ref] of [
      ['basket', 'group:default/basket'],
      ['shop', 'system:retail/shop'],
      ['till-db', 'resource:default/till-db'],
      ['scanner]', 'component:default/scanner'],
      ['prices]', 'api:default/prices'],
    ] as const) {
      assert.deepEqual(await from('catalog-info.yaml', text), [`entity:/${ref}`]);
    }
  });

  it('is found from a Service and from a template, too', async () => {
    assert.deepEqual(await from('kiosk.platform.yaml', 'basket'), ['entity:/group:default/basket']);
    assert.deepEqual(await from('kiosk.platform.yaml', 'Cart'), ['entity:/component:default/Cart']);
    assert.deepEqual(await from('template.yaml', 'grace'), ['entity:/user:default/grace']);
    assert.deepEqual(await from('template.yaml', 'shop'), ['entity:/system:default/shop']);
  });

  it('is found from each part of a reference: its kind, its namespace and its name', async () => {
    for (const text of ['group:basket', 'oup:basket', ':basket', 'basket,']) {
      assert.deepEqual(await from('kiosk.platform.yaml', text), ['entity:/group:default/basket'], text);
    }
    for (const text of ['component:default', 'default/Cart', '/Cart', 'Cart]']) {
      assert.deepEqual(await from('kiosk.platform.yaml', text), ['entity:/component:default/Cart'], text);
    }
    assert.deepEqual(await from('catalog-info.yaml', 'retail/shop'), ['entity:/system:retail/shop']);
    const quoted = new Workspace({
      'a.yaml': service.replace('group:basket', '"gr¦oup:default/basket"'),
      'b.yaml': group,
    });
    assert.deepEqual(await quoted.definitions(), ['b.yaml:3 basket']);
    assert.deepEqual(quoted.highlights(), ['read a.yaml:4 basket']);
    assert.equal(quoted.references().length, 2);
  });

  it('is underlined whole, and renamed at its name alone', async () => {
    const {
      service: language,
      document,
      position,
      known,
    } = new Workspace({
      'a.yaml': service.replace('group:basket', 'gr¦oup:default/basket'),
      'b.yaml': group,
    });
    const [link] = await language.definition(document, position, known);
    assert.equal(document.getText(link?.originSelectionRange), 'group:default/basket');
    assert.equal(language.prepareRename(document, position, known), undefined);
  });

  it('is nowhere for a name that nobody knows, and for one that is no entity', async () => {
    const workspace = new Workspace({ 'a.yaml': entity.replace('basket', '¦nobody') }, catalogue);
    assert.deepEqual(await workspace.definitions(), []);
    const type = new Workspace({ 'a.yaml': entity.replace('type: service', 'type: ser¦vice') }, catalogue);
    assert.deepEqual(await type.definitions(), []);
  });
});

describe('the documents of Backstage in a file', () => {
  it('are told with their references, their values and the places of their steps', () => {
    const text = `${entity}---\n${template.replace('steps: []', 'steps: [{ id: one, action: debug:log }, { action: x }]')}---\n${service}`;
    const { service: language, document } = new Workspace({
      'all.yaml': text.replace('till }', 'till, namespace: Retail }'),
    });
    const found = language.catalogDocuments(document);
    assert.deepEqual(
      found.map(({ ref, value, steps }) => [ref, value['kind'], steps.map(({ id }) => id)]),
      [
        ['component:retail/till', 'Component', []],
        ['template:default/draft', 'Template', ['one']],
      ],
    );
    assert.equal(document.getText(found[1]?.steps[0]?.range), 'debug:log');
    assert.equal(document.getText(found[1]?.range), 'draft');
  });
});
