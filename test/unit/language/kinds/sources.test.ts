import assert from 'node:assert/strict';
import { marks, offered, said, serviceIn, uriOf, yaml } from './world.js';

const schema = JSON.stringify({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Route',
  type: 'object',
  properties: { path: { type: 'string', description: 'Where it leads.' }, weight: { type: 'integer' } },
  required: ['path'],
  additionalProperties: false,
});
const named = (name: string): string =>
  JSON.stringify({
    properties: {
      apiVersion: { const: 'acme.example/v1' },
      kind: { const: 'Route' },
      metadata: {},
      [name]: { type: 'string' },
    },
    additionalProperties: false,
  });
const route = 'apiVersion: acme.example/v1\nkind: Route\nmetadata: { name: a }\n';

describe('a schema that the settings map', () => {
  it('by a glob is for files of any text', async () => {
    const service = serviceIn({
      files: { 'schemas/route.json': schema },
      settings: { schemas: [{ schema: 'schemas/route.json', files: ['routes/**/*.yaml'] }] },
    });
    assert.deepEqual(await marks(service, 'path: /a\nweight: x\n', 'routes/eu/a.yaml'), [
      'schema/wrong-type “x”',
    ]);
    assert.deepEqual(await offered(service, 'path: /a\n|', 'routes/a.yaml'), ['weight']);
    assert.deepEqual(await marks(service, 'path: 1\n', 'other/a.yaml'), []);
  });

  it('by apiVersion and kind is for documents that say so', async () => {
    const mapping = { schema: 'route.json', apiVersion: 'acme.example/v1', kind: 'Route' };
    const service = serviceIn({ files: { 'route.json': named('goal') }, settings: { schemas: [mapping] } });
    assert.deepEqual(await marks(service, `${route}goal: 3\n`), ['schema/wrong-type “3”']);
    assert.deepEqual(await marks(service, `${route}goal: 3\n`.replace('Route', 'Rout')), []);
  });

  it('by apiVersion and kind leaves other documents of the file alone', async () => {
    const mapping = { schema: 'route.json', apiVersion: 'acme.example/v1', kind: 'Route' };
    const service = serviceIn({ files: { 'route.json': named('goal') }, settings: { schemas: [mapping] } });
    const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\ndata: {}\n';
    assert.deepEqual(await marks(service, `${other}---\n${route}goal: 3\n`), ['schema/wrong-type “3”']);
  });

  it('is read again when it changes', async () => {
    const files = { 'route.json': schema };
    const settings = { schemas: [{ schema: 'route.json', files: ['*.yaml'] }] };
    const service = serviceIn({ files, settings });
    assert.deepEqual(await marks(service, 'path: 1\n'), ['schema/wrong-type “1”']);
    files['route.json'] = schema.replace('"string"', '"integer"');
    assert.equal(await service.learn(uriOf('route.json'), files['route.json']), true);
    assert.deepEqual(await marks(service, 'path: 1\n'), []);
  });

  it('is not fetched when it is named by a URL', async () => {
    const read: string[] = [];
    const files = new Proxy<Record<string, string>>({}, { get: (_, path) => void read.push(String(path)) });
    const settings = { schemas: [{ schema: 'https://example.com/a.json', files: ['*.yaml'] }] };
    assert.deepEqual(await marks(serviceIn({ files, settings }), 'path: 1\n'), []);
    assert.deepEqual(read, []);
  });
});

describe('a folder of schemas that the settings name', () => {
  it('makes its kinds known, in folders below it, too', async () => {
    const service = serviceIn({
      files: { 'platform/kinds/eu/route.json': named('goal'), 'platform/kinds/readme.md': 'x' },
      settings: { schemaFolders: ['platform/kinds'] },
    });
    assert.deepEqual(await marks(service, `${route}gaol: a\n`), ['schema/unknown-property “gaol”']);
  });

  it('that is not there is no fault of the document', async () => {
    const service = serviceIn({ settings: { schemaFolders: ['nowhere'] } });
    assert.deepEqual(await marks(service, `${route}gaol: a\n`), []);
  });
});

const score = 'apiVersion: score.dev/v1b1\nmetadata: { name: abc }\ncontainers: { main: { image: a:1 } }\n';

describe('a comment that names a schema', () => {
  const modeline = (name: string): string => `# yaml-language-server: $schema=${name}\n`;

  it('takes a file of the workspace, as the path counts from the document', async () => {
    const service = serviceIn({ files: { 'schemas/route.json': schema } });
    const text = `${modeline('../schemas/route.json')}pat: /a\n`;
    assert.deepEqual(await marks(service, text, 'routes/a.yaml'), ['schema/unknown-property “pat”']);
    const other = `${modeline('./schemas/route.json')}|`;
    assert.deepEqual(await offered(service, other), ['path', 'weight']);
  });

  it('comes before the settings', async () => {
    const service = serviceIn({
      files: { 'route.json': schema, 'other.json': '{"type":"array"}' },
      settings: { schemas: [{ schema: 'other.json', files: ['**'] }] },
    });
    assert.deepEqual(await marks(service, 'path: /a\n'), ['schema/wrong-type “path”']);
    assert.deepEqual(await marks(service, `${modeline('route.json')}path: /a\n`), []);
  });

  it('takes a schema that comes with the product', async () => {
    const text = `${modeline('golden-path://schema/FreezeWindow')}apiVersion: goldenpath.dev/v1alpha1\nkindd: FreezeWindow\n`;
    const found = await marks(serviceIn({}), text);
    assert.ok(found.includes('schema/unknown-property “kindd”'), found.join());
  });

  it('that names a URL is never followed, and the document is told', async () => {
    const read: string[] = [];
    const files = new Proxy<Record<string, string>>({}, { get: (_, path) => void read.push(String(path)) });
    const [first, ...others] = await said(
      serviceIn({ files }),
      `${modeline('https://example.com/a.json')}${score}`,
    );
    assert.match(first ?? '', /^schema\/not-used “https:\/\/example\.com\/a\.json” .*not fetched/);
    assert.deepEqual([others, read], [[], []]);
  });

  it('that names a file which is not there, or is no schema, says so', async () => {
    const service = serviceIn({ files: { 'broken.json': '{' } });
    assert.match(
      (await said(service, `${modeline('no.json')}a: 1\n`))[0] ?? '',
      /^schema\/not-used “no\.json” There is no schema/,
    );
    assert.match(
      (await said(service, `${modeline('broken.json')}a: 1\n`))[0] ?? '',
      /^schema\/not-used “broken\.json” .*not a JSON Schema/,
    );
  });
});

describe('kinds of the connected platform', () => {
  const served = [
    { apiVersion: 'acme.example/v1', kind: 'Route', schema: JSON.parse(named('served')) as object as never },
  ];

  it('are known, and come before those of the workspace', async () => {
    const service = serviceIn({ served });
    await service.learn(uriOf('route.schema.json'), named('local'));
    assert.deepEqual(await marks(service, `${route}served: a\n`), []);
    assert.deepEqual(await marks(service, `${route}local: a\n`), ['schema/unknown-property “local”']);
  });

  it('of a cluster are checked as it would: by their structural schema, with the keys of every object', async () => {
    const schema = {
      type: 'object',
      'x-kubernetes-group-version-kind': [{ group: 'acme.example', version: 'v1', kind: 'Route' }],
      properties: { spec: { type: 'object', properties: { port: { 'x-kubernetes-int-or-string': true } } } },
    };
    const service = serviceIn({ served: [{ apiVersion: 'acme.example/v1', kind: 'Route', schema }] });
    const good = `${route}spec: { port: http }\n`;
    assert.deepEqual(await marks(service, good), []);
    assert.deepEqual(await marks(service, good.replace('http }', '1, prot: 2 }')), [
      'schema/unknown-property “prot”',
    ]);
  });

  it('never replace the kinds of the product', async () => {
    const service = serviceIn({
      served: [
        { apiVersion: 'goldenpath.dev/v1alpha1', kind: 'Service', schema: {} },
        { apiVersion: 'score.dev/v1b1', kind: 'Workload', schema: {} },
      ],
    });
    assert.ok((await marks(service, 'apiVersion: score.dev/v1b1\nmetadata: { name: a }\n')).length > 0);
  });
});

describe('a hostile schema', () => {
  const refused: Readonly<Record<string, object>> = {
    'that refers to itself': { allOf: [{ $ref: '#' }] },
    'that leads out': { allOf: [{ $ref: 'https://example.com/a.json' }] },
    'that is too deep': nested(100),
    'of a wrong keyword type': { properties: 7 },
    'that is too large': { description: 'x'.repeat(1_100_000) },
  };
  const fixed = { apiVersion: { const: 'acme.example/v1' }, kind: { const: 'Route' } };
  for (const [which, part] of Object.entries(refused)) {
    it(`${which} is refused, told at its file, and documents stay unchecked`, async () => {
      const service = serviceIn({});
      const text = JSON.stringify({
        allOf: [{ properties: fixed }],
        ...part,
        ...('allOf' in part && {
          allOf: [{ properties: fixed }, ...(part.allOf as object[])],
        }),
      });
      await service.learn(uriOf('bad.schema.json'), text);
      const found = await said(service, text, 'bad.schema.json');
      assert.match(found[0] ?? '', /^schema\/refused .*The schema of acme\.example\/v1 Route is not used\./);
      assert.deepEqual(await marks(service, `${route}anything: 1\n`), []);
    });
  }

  it('with a pattern that explodes is checked in no time', async () => {
    const service = serviceIn({});
    const properties = { ...fixed, metadata: {}, goal: { type: 'string', pattern: '^(a+)+$' } };
    await service.learn(uriOf('slow.schema.json'), JSON.stringify({ properties }));
    const started = performance.now();
    const found = await marks(service, `${route}goal: ${'a'.repeat(40)}!\n`);
    assert.equal(found.length, 1);
    assert.ok(performance.now() - started < 1000);
  });

  it('in one version of a CRD leaves the other version in use', async () => {
    const service = serviceIn({});
    const version = (name: string, part: string): string =>
      `    - name: ${name}\n      served: true\n      schema: { openAPIV3Schema: { properties: { goal: ${part} } } }\n`;
    const text = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: acme.example\n  names: { kind: Route }\n  versions:\n${version('v1', '{ type: integer }')}${version('v2', '{ properties: 7 }')}`;
    await service.learn(uriOf('crd.yaml'), text);
    assert.deepEqual(await marks(service, `${route}goal: a\n`), ['schema/wrong-type “a”']);
    const told = await said(service, text, 'crd.yaml');
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /^schema\/refused .*acme\.example\/v2 Route/);
    assert.equal(service.recognises(yaml(`${route}goal: a\n`)), true);
  });
});

function nested(levels: number): object {
  return levels === 0 ? {} : { properties: { a: nested(levels - 1) } };
}
