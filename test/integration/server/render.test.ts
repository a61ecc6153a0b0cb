import assert from 'node:assert/strict';
import { parseAllDocuments } from 'yaml';
import type { Rendering } from '../../../src/language/convert/render/renderService.js';
import type { RenderResult } from '../../../src/language/protocol.js';
import { ServedFolder } from './servedFolder.js';

const service = (
  name: string,
  workload = 'scoreFile: score.yaml',
): string => `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata: { name: ${name} }
spec:
  type: worker
  owner: payments
  workload: { ${workload} }
  environments: { staging: { scaling: { minReplicas: 2 } }, production: {} }
`;
const score = `apiVersion: score.dev/v1b1
metadata: { name: orders }
containers:
  main:
    image: orders:1
    files: { /etc/orders.conf: { source: orders.conf }, /etc/other.conf: { source: ../secret.conf } }
`;

describe('what is rendered over the wire', function () {
  this.timeout(30_000);
  let served: ServedFolder;
  beforeEach(async () => {
    served = await ServedFolder.open();
  });
  afterEach(() => served.close());

  const write = (name: string, text: string): Promise<string> => served.write(name, text);
  const render = (uri: string, more: object = {}): Promise<RenderResult | null> =>
    served.client.request('goldenPath/render', { uri, ...more });

  it('has the namespace that the nearest Environment names', async () => {
    const environment = (namespace: string): string =>
      `apiVersion: goldenpath.dev/v1alpha1\nkind: Environment\nmetadata: { name: staging }\nspec: { target: { namespace: ${namespace} } }\n`;
    await write('.platform/staging.yaml', environment('far'));
    await write('.platform/broken.yaml', 'kind: [');
    await write('team/.platform/staging.yml', environment('near'));
    await write('team/score.yaml', score);
    const uri = await write('team/a.platform.yaml', service('orders'));
    const namespaceIn = async (name?: string): Promise<unknown> => {
      const text = (await render(uri, name === undefined ? {} : { environment: name }))?.text ?? '';
      const [first] = parseAllDocuments(text).map(
        (each) => each.toJS() as { metadata: { namespace?: string } },
      );
      return first?.metadata.namespace;
    };
    assert.equal(await namespaceIn('staging'), 'near');
    assert.equal(await namespaceIn('production'), undefined);
    assert.equal(await namespaceIn(), undefined);
  });

  it('comes as objects for who deploys them: of a manifest that is sent, with what its workspace says', async () => {
    const url = await write('platform.yaml', service('orders'));
    await write('orders.conf', 'a = 1\n');
    const target = 'spec: { target: { namespace: shop } }';
    await write(
      '.platform/e.yaml',
      `apiVersion: goldenpath.dev/v1alpha1\nkind: Environment\nmetadata: { name: staging }\n${target}\n`,
    );
    const containers = {
      main: { image: 'orders:1', files: { '/etc/o.conf': { source: 'orders.conf' } }, oddity: 1 },
    };
    const manifest = { metadata: { name: 'orders' }, spec: { type: 'worker', workload: { containers } } };
    const ask = (environment: string): Promise<Rendering> =>
      served.client.request('goldenPath/renderObjects', {
        ...{ manifest, environment, namespace: 'spare' },
        folder: url.slice(0, url.lastIndexOf('/')),
      });
    const { objects, notes } = await ask('staging');
    assert.deepEqual(
      objects.map(({ kind, metadata }) => [kind, metadata.namespace]),
      [
        ['ConfigMap', 'shop'],
        ['Deployment', 'shop'],
      ],
    );
    assert.deepEqual(objects[0]?.['data'], { 'etc-o.conf': 'a = 1\n' });
    assert.ok(notes.some(({ path }) => path.includes('oddity')));
    assert.equal((await ask('production')).objects[0]?.metadata.namespace, 'spare');
  });

  it('is the service at a line, its Score file and the files that it names read, none outside its folder', async () => {
    await write('score.yaml', score);
    await write('orders.conf', 'a = 1\n');
    const uri = await write(
      'platform.yaml',
      `${service('basket', 'containers: { main: { image: a } }')}---\n${service('orders')}`,
    );
    const first = await render(uri);
    assert.equal(first?.service, 'basket');
    assert.deepEqual(first.environments, ['staging', 'production']);
    const second = await render(uri, { line: 12, environment: 'staging' });
    assert.equal(second?.service, 'orders');
    const objects = parseAllDocuments(second.text).map(
      (document) => document.toJS() as Record<string, unknown>,
    );
    assert.deepEqual(
      objects.map(({ kind }) => kind),
      ['ConfigMap', 'Deployment', 'PodDisruptionBudget'],
    );
    assert.deepEqual(objects[0]?.['data'], { 'etc-orders.conf': 'a = 1\n' });
    assert.ok(second.notes.some(({ reason }) => reason.includes('../secret.conf cannot be read')));
  });

  it('is nothing where the manifest has errors, and null where there is no service', async () => {
    const broken = await write('platform.yaml', service('orders', 'containers: { main: { imagee: a } }'));
    const result = await render(broken);
    assert.ok((result?.errors.length ?? 0) > 0);
    assert.equal(result?.text, '');
    assert.equal(await render(await write('other.yaml', 'a: 1\n')), null);
  });
});
