import assert from 'node:assert/strict';
import type { LanguageService } from '../../../../src/language/languageService.js';
import { marks, offered, said, serviceIn, told, uriOf, yaml } from './world.js';

const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: databases.acme.example
spec:
  group: acme.example
  scope: Namespaced
  names: { kind: Database, plural: databases }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          required: [spec]
          properties:
            spec:
              type: object
              required: [engine]
              x-kubernetes-validations:
                - rule: self.minSize <= self.maxSize
                  message: minSize must not exceed maxSize
              properties:
                engine:
                  type: string
                  description: What runs it.
                  enum: [postgres, mysql]
                minSize: { type: integer }
                maxSize: { type: integer }
                port: { x-kubernetes-int-or-string: true }
                extra: { type: object, x-kubernetes-preserve-unknown-fields: true }
                pod: { type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true }
                users:
                  type: array
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys: [name]
                  items:
                    type: object
                    required: [name]
                    properties: { name: { type: string }, role: { type: string } }
                tags: { type: array, x-kubernetes-list-type: set, items: { type: string } }
                note: { type: string, nullable: true }
    - name: v1alpha1
      served: true
      storage: false
      deprecated: true
      deprecationWarning: acme.example/v1alpha1 goes in spring. Use v1.
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: { type: object, properties: { flavour: { type: string } } }
    - name: v0
      served: false
      storage: false
      schema: { openAPIV3Schema: { type: object } }
`;

const database = (spec: string, version = 'v1'): string =>
  `apiVersion: acme.example/${version}\nkind: Database\nmetadata:\n  name: orders\nspec:\n${spec}`;

async function withCrd(text = crd): Promise<LanguageService> {
  const service = serviceIn({});
  await service.learn(uriOf('crd.yaml'), text);
  return service;
}

describe('kinds from a CustomResourceDefinition', () => {
  it('take what a cluster takes: a default for what is required, no value as absent, durations of Go', async () => {
    const service = await withCrd(
      crd.replace('required: [engine]', 'required: [engine, size, wait]').replace(
        '                minSize:',
        `                size: { type: string, enum: [small, large], default: small }
                wait: { type: string, format: duration }
                home: { type: string, format: uri }
                minSize:`,
      ),
    );
    const good = '  engine: mysql\n  wait: 1h30m\n  home: /here\n  minSize:\n  users:\n  size:\n';
    assert.deepEqual(await said(service, database(good)), []);
    const bad = '  engine:\n  wait: soon\n';
    assert.deepEqual(await marks(service, database(bad)), [
      'schema/wrong-type “engine”',
      'schema/wrong-value “soon”',
    ]);
  });

  it('are checked: good documents and bad ones, at the exact place', async () => {
    const service = await withCrd();
    const good = `  engine: mysql
  port: http
  extra: { anything: [1, 2] }
  pod: { apiVersion: v1, kind: Pod, spec: { a: 1 } }
  users: [{ name: a, role: x }, { name: b }]
  tags: [a, b]
  note: null
`;
    assert.deepEqual(await marks(service, database(good)), []);
    assert.deepEqual(await marks(service, database(good.replace('port: http', 'port: 80'))), []);
    assert.deepEqual(
      await marks(
        service,
        database('  engin: mysql\n  port: 1.5\n  minSize: many\n  tags: [a, a]\n  extra: 3\n'),
      ),
      [
        'schema/unknown-property “engin”',
        'schema/wrong-type “1.5”',
        'schema/wrong-type “many”',
        'schema/wrong-count “a”',
        'schema/wrong-type “3”',
      ],
    );
  });

  it('know the keys of a list that is a map: no entry twice', async () => {
    const found = await said(
      await withCrd(),
      database('  engine: mysql\n  users:\n    - name: a\n    - name: a\n'),
    );
    assert.equal(found.length, 1);
    assert.match(found[0] ?? '', /schema\/wrong-count “name” .*same name/);
  });

  it('want what an embedded object must have', async () => {
    const service = await withCrd();
    const found = await marks(service, database('  engine: mysql\n  pod: { kind: Pod }\n'));
    assert.deepEqual(found, ['schema/missing-property “pod”']);
  });

  it('are different in each version; a version that is not served is none', async () => {
    const service = await withCrd();
    assert.deepEqual(await said(service, database('  flavour: x\n', 'v1alpha1')), [
      'schema/deprecated “apiVersion” acme.example/v1alpha1 goes in spring. Use v1.',
    ]);
    assert.deepEqual(await marks(service, database('  flavour: x\n')), [
      'schema/missing-property “spec”',
      'schema/unknown-property “flavour”',
    ]);
    assert.deepEqual(await marks(service, database('  whatever: x\n', 'v0')), []);
  });

  it('complete keys, values, and the headers themselves', async () => {
    const service = await withCrd();
    const keys = await offered(service, database('  |'));
    assert.equal(keys[0], 'engine');
    assert.ok(keys.includes('users') && keys.includes('port'));
    assert.deepEqual(await offered(service, database('  engine: |')), ['postgres', 'mysql']);
    const headers = 'apiVersion: acme.example/v1\nkind: |\nmetadata: { name: a }\n';
    assert.deepEqual(await offered(service, headers), ['Database']);
    const versions = await offered(service, 'apiVersion: |\nkind: Database\n', 'a.platform.yaml');
    assert.ok(versions.includes('acme.example/v1'));
    const empty = await offered(service, '|', 'a.platform.yaml');
    assert.ok(empty.includes('Database (acme.example/v1)'), empty.join());
    assert.ok((await offered(service, database('  users:\n    - name: a\n      |'))).includes('role'));
  });

  it('tell in the hover what a key is for, and the CEL rules as their authors wrote them', async () => {
    const service = await withCrd();
    assert.match(await told(service, database('  eng|ine: mysql\n')), /What runs it\.[\s\S]*postgres/);
    const spec = await told(service, database('  engine: mysql\n').replace('spec:', 'sp|ec:'));
    assert.match(spec, /minSize must not exceed maxSize \(`self\.minSize <= self\.maxSize`\)/);
  });

  it('come, change and go with the file', async () => {
    const service = await withCrd();
    const text = database('  engin: mysql\n');
    assert.deepEqual(await marks(service, text), ['schema/unknown-property “engin”']);
    assert.equal(await service.learn(uriOf('crd.yaml'), crd), false);
    assert.equal(await service.learn(uriOf('crd.yaml'), crd.replaceAll('engine', 'engin')), true);
    assert.deepEqual(await marks(service, text), []);
    assert.equal(await service.learn(uriOf('crd.yaml'), ''), true);
    assert.equal(service.recognises(yaml(text)), false);
  });

  it('are read from v1beta1, with one schema for all versions', async () => {
    const service = await withCrd(`apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
metadata: { name: jobs.acme.example }
spec:
  group: acme.example
  version: v1
  names: { kind: Job, plural: jobs }
  validation:
    openAPIV3Schema: { properties: { spec: { type: object, properties: { runs: { type: integer } } } } }
`);
    const job = 'apiVersion: acme.example/v1\nkind: Job\nmetadata: { name: a }\nspec: { runs: x }\n';
    assert.deepEqual(await marks(service, job), ['schema/wrong-type “x”']);
  });

  it('in a list of definitions, or several in a file, are all known', async () => {
    const other = crd.replaceAll('Database', 'Cache').replaceAll('databases', 'caches');
    const service = await withCrd(`${crd}---\n${other}`);
    assert.deepEqual(await marks(service, database('  engin: a\n').replace('Database', 'Cache')), [
      'schema/unknown-property “engin”',
    ]);
  });
});

const xrd = (version: string, more = ''): string => `apiVersion: apiextensions.crossplane.io/${version}
kind: CompositeResourceDefinition
metadata:
  name: xbuckets.acme.example
spec:
  group: acme.example
  names: { kind: XBucket, plural: xbuckets }
${more}  versions:
    - name: v1
      served: true
      referenceable: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [region]
              properties:
                region: { type: string, enum: [eu, us] }
`;
const bucket = (spec: string, kind = 'XBucket'): string =>
  `apiVersion: acme.example/v1\nkind: ${kind}\nmetadata: { name: logs }\nspec:\n${spec}`;

describe('kinds from a Crossplane XRD', () => {
  it('of v1: the composite and its claim, with the machinery of Crossplane beside the own fields', async () => {
    const service = serviceIn({});
    await service.learn(uriOf('xrd.yaml'), xrd('v1', '  claimNames: { kind: Bucket, plural: buckets }\n'));
    const good = '  region: eu\n  compositionRef: { name: a }\n';
    assert.deepEqual(await marks(service, bucket(good)), []);
    assert.deepEqual(await marks(service, bucket(good, 'Bucket')), []);
    assert.deepEqual(await marks(service, bucket('  region: mars\n  compositionReff: {}\n', 'Bucket')), [
      'schema/wrong-value “mars”',
      'schema/unknown-property “compositionReff”',
    ]);
    assert.ok((await offered(service, bucket('  |', 'Bucket'))).includes('writeConnectionSecretToRef'));
  });

  it('of v2: the machinery is under one key', async () => {
    const service = serviceIn({});
    await service.learn(uriOf('xrd.yaml'), xrd('v2', '  scope: Namespaced\n'));
    assert.deepEqual(
      await marks(service, bucket('  region: eu\n  crossplane: { compositionRef: { name: a } }\n')),
      [],
    );
    assert.deepEqual(await marks(service, bucket('  region: eu\n  compositionRef: { name: a }\n')), [
      'schema/unknown-property “compositionRef”',
    ]);
    assert.ok((await offered(service, bucket('  crossplane:\n    |'))).includes('compositionUpdatePolicy'));
  });

  it('of v2 in the legacy scope: as in v1', async () => {
    const service = serviceIn({});
    const legacy = '  scope: LegacyCluster\n  claimNames: { kind: Bucket, plural: buckets }\n';
    await service.learn(uriOf('xrd.yaml'), xrd('v2', legacy));
    const good = '  region: eu\n  compositionRef: { name: a }\n';
    assert.deepEqual(await marks(service, bucket(good)), []);
    assert.deepEqual(await marks(service, bucket(good, 'Bucket')), []);
  });
});

const widget = (dialect: string): string =>
  JSON.stringify({
    $schema: dialect,
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { const: 'acme.example/v1' },
      kind: { const: 'Widget' },
      metadata: {},
      spec: { $ref: '#/definitions/spec' },
    },
    additionalProperties: false,
    definitions: {
      spec: {
        type: 'object',
        properties: { size: { type: 'integer', maximum: 10, description: 'How big.' } },
        additionalProperties: false,
      },
    },
  });
const thing = (spec: string): string =>
  `apiVersion: acme.example/v1\nkind: Widget\nmetadata: { name: a }\nspec:\n${spec}`;

describe('kinds from a JSON Schema', () => {
  for (const dialect of [
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2020-12/schema',
  ]) {
    it(`of ${dialect}, which names its kind by constants`, async () => {
      const service = serviceIn({});
      await service.learn(uriOf('widget.schema.json'), widget(dialect));
      assert.deepEqual(await marks(service, thing('  size: 3\n')), []);
      assert.deepEqual(await marks(service, thing('  size: 30\n  colour: red\n')), [
        'schema/wrong-value “30”',
        'schema/unknown-property “colour”',
      ]);
      assert.deepEqual(await offered(service, thing('  |')), ['size']);
      assert.match(await told(service, thing('  si|ze: 3\n')), /How big\./);
    });
  }

  it('says nothing of documents when the schema names no kind', async () => {
    const service = serviceIn({});
    assert.equal(
      await service.learn(uriOf('a.schema.json'), '{"properties":{"spec":{"type":"string"}}}'),
      false,
    );
    assert.deepEqual(await marks(service, thing('  size: 3\n')), []);
  });
});
