import assert from 'node:assert/strict';
import { decodeEntity, decodeEntities, decodeEntityPage } from '../../../../src/platform/backstage/entity.js';
import { fullRef, readRef, shortName } from '../../../../src/platform/backstage/entityRef.js';
import { repositoryOf } from '../../../../src/platform/backstage/repository.js';
import {
  ownerFrom,
  serviceOf,
  systemFrom,
  templateFrom,
} from '../../../../src/platform/backstage/service.js';

const component = (metadata: object = {}, rest: object = {}): ReturnType<typeof decodeEntity> =>
  decodeEntity({ kind: 'Component', metadata: { name: 'cart', ...metadata }, ...rest });

const annotated = (annotations: object): ReturnType<typeof decodeEntity> => component({ annotations });

describe('a Backstage entity', () => {
  it('as a service has what its relations say before what its file says', () => {
    const { owner, system, dependsOn } = serviceOf(
      component(
        {},
        {
          spec: { owner: 'wrong', system: 'wrong', dependsOn: ['wrong'] },
          relations: [
            { type: 'ownedBy', targetRef: 'group:default/basket' },
            { type: 'partOf', targetRef: 'component:default/whole' },
            { type: 'partOf', targetRef: 'system:retail/shop' },
            { type: 'dependsOn', targetRef: 'resource:default/db' },
            { type: 'consumesApi', targetRef: 'api:default/prices' },
            { type: 'dependencyOf', targetRef: 'component:default/storefront' },
          ],
        },
      ),
    );
    assert.deepEqual([owner, system], ['group:default/basket', 'retail/shop']);
    assert.deepEqual(dependsOn, ['resource:default/db', 'api:default/prices']);
  });

  it('has the pages that Backstage shows of it', () => {
    const documented = component({
      namespace: 'Retail',
      annotations: { 'backstage.io/techdocs-ref': 'dir:.' },
    });
    assert.deepEqual(
      serviceOf(documented, 'https://portal.test').links?.map(({ url }) => url),
      ['https://portal.test/docs/retail/component/cart', 'https://portal.test/catalog/retail/component/cart'],
    );
    assert.equal(serviceOf(component()).links, undefined);
  });

  it('without relations is read by its file', () => {
    const { owner, system } = serviceOf(component({}, { spec: { owner: 'user:Team/ada', system: 'shop' } }));
    assert.deepEqual([owner, system], ['user:team/ada', 'shop']);
  });

  it('as a service keeps the annotations that engines go by, and no other', () => {
    const kept = {
      'argocd/app-name': 'cart-production',
      'backstage.io/kubernetes-id': 'cart',
      'grafana/dashboard-selector': 'cart',
      'prometheus.io/rule': 'up',
      'platform.example/namespace': 'shop',
    };
    const { annotations } = serviceOf(
      annotated({ ...kept, 'backstage.io/managed-by-location': 'url:https://git.test', 'argocd/number': 7 }),
    );
    assert.deepEqual(annotations, kept);
    assert.equal(serviceOf(annotated({ 'backstage.io/techdocs-ref': 'dir:.' })).annotations, undefined);
  });

  it('that says nothing is a service with a name and no environment', () => {
    assert.deepEqual(serviceOf(component()), { name: 'cart', namespace: 'default', environments: [] });
  });

  it('of hostile shape loses what does not fit, and nothing else', () => {
    const odd = {
      title: 7,
      tags: ['a', 1, null],
      labels: { a: 'b', c: 1 },
      links: [{ url: 'javascript:alert(1)' }, { url: 'https://a.example', title: 3 }, 'x', { title: 'none' }],
      annotations: { 'backstage.io/view-url': 'file:///etc/passwd' },
    };
    assert.deepEqual(serviceOf(component(odd, { spec: [], relations: [{ type: 'ownedBy' }, 1] })), {
      name: 'cart',
      namespace: 'default',
      labels: { a: 'b' },
      tags: ['a'],
      links: [{ url: 'https://a.example' }],
      environments: [],
    });
  });

  it('that was made from a template names it and its version', () => {
    const annotations = { 'backstage.io/template-version': '1.4.0' };
    const made = component({ annotations }, { spec: { scaffoldedFrom: 'template:default/hello' } });
    assert.deepEqual(serviceOf(made).template, { ref: 'hello', version: '1.4.0', status: 'Unknown' });
  });

  it('as an owner has its name in full', () => {
    const user = decodeEntity({ kind: 'User', metadata: { name: 'ada', title: 'Ada' } });
    assert.deepEqual(ownerFrom(user), { ref: 'user:default/ada', displayName: 'Ada', type: 'user' });
  });

  it('as a system names its domain, as a template its version or the tag of its content', () => {
    const system = decodeEntity({ kind: 'System', metadata: { name: 's' }, spec: { domain: 'retail' } });
    assert.equal(systemFrom(system).domain, 'retail');
    const template = decodeEntity({ kind: 'Template', metadata: { name: 't', etag: 'abc' } });
    assert.deepEqual(templateFrom(template), { name: 't', version: 'abc' });
  });

  for (const [annotations, url, path] of [
    [{ 'github.com/project-slug': 'acme/shop' }, 'https://github.com/acme/shop', undefined],
    [{ 'github.com/project-slug': '../x y' }, undefined, undefined],
    [{ 'gitlab.com/project-slug': 'acme/deep/shop' }, 'https://gitlab.com/acme/deep/shop', undefined],
    [
      { 'backstage.io/source-location': 'url:https://git.example/acme/shop/-/tree/main/a%20b/' },
      'https://git.example/acme/shop',
      'a b',
    ],
    [
      { 'backstage.io/source-location': 'url:https://github.com/acme/shop/blob/main/' },
      'https://github.com/acme/shop',
      undefined,
    ],
    [{ 'backstage.io/source-location': 'dir:/srv/shop' }, undefined, undefined],
  ] as const) {
    it(`has its source at ${url ?? 'no place'} by ${JSON.stringify(annotations)}`, () => {
      const found = repositoryOf(annotated(annotations));
      assert.deepEqual([found?.url, found?.path], [url, path]);
    });
  }
});

describe('an answer of Backstage', () => {
  it('is a page with the cursor to the next one', () => {
    const items = [{ kind: 'Component', metadata: { name: 'a' } }];
    const page = decodeEntityPage({ items, totalItems: 3, pageInfo: { nextCursor: 'c' } });
    assert.deepEqual([page.items.length, page.total, page.nextPageToken], [1, 3, 'c']);
    assert.equal(decodeEntityPage({ items, totalItems: 1, pageInfo: {} }).nextPageToken, undefined);
  });

  it('by references leaves out what is not there', () => {
    const found = decodeEntities({ items: [null, { kind: 'API', metadata: { name: 'a' } }] });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['a'],
    );
  });

  for (const value of [
    null,
    [],
    'x',
    {},
    { items: [{ kind: 'X' }] },
    { items: [{ metadata: { name: 'a' } }] },
  ]) {
    it(`is none when it is ${JSON.stringify(value)}`, () => {
      assert.throws(() => decodeEntityPage(value), { code: 'not-a-platform' });
    });
  }
});

describe('an entity reference', () => {
  it('is read with its defaults, and written in full and short', () => {
    const ref = readRef('API:Team/prices.v2', 'component');
    assert.deepEqual(ref, { kind: 'api', namespace: 'team', name: 'prices.v2' });
    assert.equal(fullRef(ref), 'api:team/prices.v2');
    assert.equal(shortName(ref), 'team/prices.v2');
    assert.equal(shortName(readRef('cart', 'component')!), 'cart');
  });

  for (const text of ['', '..', '../x', 'a/b/c', 'a b', 'a,kind=user', ':x', 'a:']) {
    it(`is not "${text}"`, () => assert.equal(readRef(text, 'component'), undefined));
  }
});
