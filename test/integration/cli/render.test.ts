import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { buildCli, runCli } from './cliProgram.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const checkout = path.join(root, 'test/fixtures/render/checkout.platform.yaml');
const production = ['render', '--environment', 'production', '--image', 'checkout:2'];

type Plain = Record<string, unknown>;

describe('golden-path render, the program', function () {
  this.timeout(30_000);
  let folder: string;
  before(buildCli);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
    await writeFile(path.join(folder, 'platform.yaml'), await readFile(checkout));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('prints the same objects every time, and tells on standard error what is not in them', async () => {
    const first = await runCli(production, { cwd: folder });
    const second = await runCli(production, { cwd: folder });
    assert.equal(first.code, 0, first.err);
    assert.equal(first.out, second.out);
    const kinds = parseAllDocuments(first.out).map((document) => (document.toJS() as { kind: string }).kind);
    assert.deepEqual(kinds.slice(-5), [
      'Service',
      'Deployment',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'Ingress',
    ]);
    assert.match(first.err, /^information \/spec\/slos /m);
  });

  it('writes a base and an overlay, and never over what is there without --force', async () => {
    const args = [...production, '--format', 'kustomize', '--namespace', 'shop', '--out', 'made'];
    const made = await runCli(args, { cwd: folder });
    assert.equal(made.code, 0, made.err);
    assert.ok((await readdir(path.join(folder, 'made/base'))).includes('deployment.yaml'));
    const overlay = await readFile(path.join(folder, 'made/overlays/production/kustomization.yaml'), 'utf8');
    assert.match(
      overlay,
      /namespace: shop\nimages:\n {2}- name: checkout\n {4}newName: checkout\n {4}newTag: "2"\n/,
    );
    assert.equal((await runCli(args, { cwd: folder })).code, 2);
    assert.equal((await runCli([...args, '--force'], { cwd: folder })).code, 0);
    const nowhere = await runCli([...production, '--format', 'kustomize'], { cwd: folder });
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.err, /--out is missing/);
  });

  it('puts the objects where the Environment of the workspace says, unless it is told otherwise', async () => {
    await mkdir(path.join(folder, '.platform'));
    await mkdir(path.join(folder, 'services'));
    await rename(path.join(folder, 'platform.yaml'), path.join(folder, 'services/platform.yaml'));
    await writeFile(
      path.join(folder, '.platform/environments.yaml'),
      ['staging', 'production']
        .map(
          (name) =>
            `apiVersion: goldenpath.dev/v1alpha1\nkind: Environment\nmetadata: { name: ${name} }\nspec: { target: { namespace: shop-${name} } }\n`,
        )
        .join('---\n'),
    );
    const namespaces = async (...more: string[]): Promise<unknown> => {
      const { out, code, err } = await runCli([...production, '--path', 'services', ...more], {
        cwd: folder,
      });
      assert.equal(code, 0, err);
      const objects = parseAllDocuments(out).map((document) => document.toJS() as { metadata: Plain });
      return [...new Set(objects.map(({ metadata }) => metadata['namespace']))];
    };
    assert.deepEqual(await namespaces(), ['shop-production']);
    assert.deepEqual(await namespaces('--namespace', 'here'), ['here']);
  });

  it('finds no difference from what a server makes of the objects, and each that there is', async () => {
    const { out } = await runCli(production, { cwd: folder });
    const live = parseAllDocuments(out).map((document) => asServed(document.toJS() as Plain));
    const list = { apiVersion: 'v1', kind: 'List', items: live };
    await writeFile(path.join(folder, 'live.json'), JSON.stringify(list));
    const same = await runCli([...production, '--diff', 'live.json'], { cwd: folder });
    assert.deepEqual([same.code, same.out], [0, ''], same.out);
    assert.match(same.err, /No difference/);
    const changed = await runCli(
      ['render', '--environment', 'production', '--image', 'checkout:3', '--diff', '-'],
      {
        cwd: folder,
        stdin: stringify(list, { aliasDuplicateObjects: false }),
      },
    );
    assert.equal(changed.code, 1);
    assert.match(
      changed.out,
      /^Deployment checkout \/spec\/template\/spec\/containers\/main\/image: live "checkout:2", rendered "checkout:3"$/m,
    );
  });

  it('says what is wrong with its arguments, its live file and an environment without the service', async () => {
    assert.equal((await runCli(['render', '--format', 'jsonnet'], { cwd: folder })).code, 2);
    assert.equal((await runCli(['render', '--diff', 'nowhere.yaml'], { cwd: folder })).code, 2);
    const broken = await runCli(['render', '--diff', '-'], { cwd: folder, stdin: 'a: [' });
    assert.match(broken.err, /not valid YAML or JSON/);
    const drill = await runCli(['render', '--environment', 'drill'], { cwd: folder });
    assert.deepEqual([drill.code, drill.out], [1, '']);
    assert.match(drill.err, /never deployed to drill/);
    const faulty = path.join(folder, 'faulty');
    await mkdir(faulty);
    const text = 'apiVersion: score.dev/v1b1\nmetadata: { name: faulty }\ncontainers: { main: {} }\n';
    await writeFile(path.join(faulty, 'score.yaml'), text);
    const refused = await runCli(['render', '--path', 'faulty'], { cwd: folder });
    assert.equal(refused.code, 1);
    assert.match(refused.err, /^golden-path: The manifest of faulty has errors, the first at score.yaml:3: /);
  });
});

/** What an API server adds to an object that it is given. */
function asServed(object: Plain): Plain {
  const metadata = object['metadata'] as Plain;
  const served: Plain = {
    ...object,
    metadata: {
      ...metadata,
      namespace: 'shop',
      uid: 'a-b',
      resourceVersion: '7',
      creationTimestamp: 'now',
      managedFields: [],
    },
    status: { observedGeneration: 1 },
  };
  if (object['kind'] !== 'Deployment') return served;
  const spec = object['spec'] as { template: { spec: { containers: Plain[] } } };
  const containers = spec.template.spec.containers.map((container) => ({
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: 'IfNotPresent',
    ...container,
  }));
  return {
    ...served,
    spec: {
      ...spec,
      replicas: 7,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      template: {
        ...spec.template,
        spec: {
          ...spec.template.spec,
          containers,
          dnsPolicy: 'ClusterFirst',
          restartPolicy: 'Always',
          schedulerName: 'default-scheduler',
          securityContext: {},
          terminationGracePeriodSeconds: 30,
        },
      },
    },
  };
}
