import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentsOf } from '../../../src/local/manifest/environments.js';
import { mergePatch } from '../../../src/model/mergePatch.js';
import { expand } from '../../../src/local/manifest/placeholders.js';
import { findPort, servicePorts } from '../../../src/local/manifest/ports.js';
import { checkServiceManifest } from '../../../src/local/manifest/serviceManifest.js';

describe('mergePatch', () => {
  it('follows the examples of RFC 7396', () => {
    const cases: readonly (readonly [unknown, unknown, unknown])[] = [
      [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
      [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
      [{ a: 'b' }, { a: null }, {}],
      [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
      [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
      [['a', 'b'], { a: 'b', c: null }, { a: 'b' }],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of cases) assert.deepEqual(mergePatch(target, patch), result);
  });

  it('does not reach prototypes', () => {
    const merged = mergePatch(
      {},
      JSON.parse('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'),
    );
    assert.deepEqual(merged, {});
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it('changes neither of its arguments and is the same when done twice', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const before = JSON.stringify([target, patch]);
        const once = mergePatch(target, patch);
        assert.equal(JSON.stringify([target, patch]), before);
        assert.deepEqual(mergePatch(once, patch), once);
      }),
    );
  });
});

describe('placeholders', () => {
  const resolve = (path: readonly string[]): { value: string } | { problem: string } =>
    path[0] === 'metadata' ? { value: `<${path.join('/')}>` } : { problem: `no ${path.join('.')}` };

  it('are replaced, escaped by a second dollar, and reported when unknown', () => {
    assert.deepEqual(expand('a ${metadata.name} b $${metadata.name} $ {x} ${resources.db.host}', resolve), {
      text: 'a <metadata/name> b ${metadata.name} $ {x} ${resources.db.host}',
      problems: ['no resources.db.host'],
    });
  });

  it('leave text without them alone', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('${')),
        (text) => assert.equal(expand(text, resolve).text, text),
      ),
    );
  });
});

describe('service ports', () => {
  const ports = servicePorts({
    service: { ports: { web: { port: 80, targetPort: 8080 }, 'admin-ui': { port: 9090 } } },
  });

  it('are told by PORT and PORT_<NAME>', () => {
    assert.deepEqual(
      ports.map((port) => port.variables),
      [['PORT', 'PORT_WEB'], ['PORT_ADMIN_UI']],
    );
  });

  it('are found by target port, port, name and number in a text', () => {
    const names = [8080, 80, 'web', '8080', 9090, 'admin-ui', 1234, 'x'].map(
      (wanted) => findPort(ports, wanted)?.name,
    );
    assert.deepEqual(names, ['web', 'web', 'web', 'web', 'admin-ui', 'admin-ui', undefined, undefined]);
  });
});

describe('what a manifest must have to be released', () => {
  const good = {
    apiVersion: 'goldenpath.dev/v1alpha1',
    kind: 'Service',
    metadata: { name: 'hello' },
    spec: { type: 'service', workload: { containers: { main: { image: '.' } } } },
  };

  it('accepts a small one and points at each fault', () => {
    assert.deepEqual(checkServiceManifest(good), []);
    const pointers = (manifest: unknown): readonly string[] =>
      checkServiceManifest(manifest).map(({ pointer }) => pointer);
    assert.deepEqual(pointers({ ...good, metadata: { name: '../etc' } }), ['/metadata/name']);
    assert.deepEqual(pointers({ ...good, spec: { type: 'x', workload: { scoreFile: 'score.yaml' } } }), [
      '/spec/type',
      '/spec/workload/scoreFile',
    ]);
    assert.deepEqual(pointers({ ...good, spec: { ...good.spec, workload: { containers: { 'a/b': {} } } } }), [
      '/spec/workload/containers/a~1b',
    ]);
    assert.deepEqual(pointers(undefined), ['']);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => assert.ok(checkServiceManifest(value).length > 0)));
  });
});

describe('environments from manifests', () => {
  const environment = (name: string, spec: object): object => ({
    apiVersion: 'goldenpath.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name },
    spec,
  });

  it('take order and promotion from the pipeline, and guard production whatever the manifest says', () => {
    const found = environmentsOf([
      environment('live', { type: 'production', confirmation: 'None', requireReason: false }),
      environment('dev', { type: 'development' }),
      {
        apiVersion: 'goldenpath.dev/v1alpha1',
        kind: 'DeliveryPipeline',
        metadata: { name: 'default' },
        spec: { stages: [{ environment: 'dev' }, { environment: 'live' }] },
      },
      environment('__proto__', { type: 'test' }),
      { kind: 'Environment', metadata: { name: 'foreign' } },
    ]);
    assert.deepEqual(
      found.map(({ name }) => name),
      ['dev', 'live'],
    );
    assert.deepEqual(found[1]?.promotesFrom, ['dev']);
    assert.equal(found[1].confirmation, 'TypeName');
    assert.equal(found[1].requireReason, true);
  });
});
