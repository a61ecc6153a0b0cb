import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { RenderRequest, Rendering } from '../../../../src/model/rendering.js';
import type { DeploymentRequest } from '../../../../src/model/delivery.js';
import type { KubernetesPlatform } from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { deployment, FakeCluster, platformOver, status, type Plain } from './fakeCluster.js';

const deployments = '/apis/apps/v1/deployments';
const labels = { 'app.kubernetes.io/managed-by': 'golden-path', 'app.kubernetes.io/instance': 'cart' };

function manifest(image = '.'): Plain {
  return {
    kind: 'Service',
    metadata: { name: 'cart' },
    spec: { workload: { containers: { app: { image } } } },
  };
}

describe('a manifest on a Kubernetes cluster', () => {
  let cluster: FakeCluster;
  let platform: KubernetesPlatform;
  let asked: RenderRequest[];
  let rendering: Rendering;
  let applied: { path: string; isDry: boolean; isForced: boolean; body: Plain }[];

  const wanted = (metadata: Plain = {}, kind = 'Deployment', apiVersion = 'apps/v1'): Plain => ({
    ...{ apiVersion, kind },
    metadata: { name: 'cart', namespace: 'dev', labels, ...metadata },
    spec: { replicas: 3 },
  });

  beforeEach(() => {
    cluster = new FakeCluster();
    asked = [];
    applied = [];
    rendering = { objects: [wanted()], notes: [] };
    cluster.lists.set(deployments, [deployment('cart', 'dev')]);
    for (const plural of ['services', 'configmaps']) cluster.lists.set(`/api/v1/${plural}`, []);
    const kinds: readonly (readonly [string, string, string])[] = [
      ['apis/apps/v1', 'deployments', 'Deployment'],
      ['apis/batch/v1', 'jobs', 'Job'],
      ['api/v1', 'configmaps', 'ConfigMap'],
    ];
    for (const [root, name, kind] of kinds) {
      const resources = [
        { name, kind, namespaced: true },
        { name: `${name}/status`, kind },
      ];
      cluster.on(new RegExp(`^GET /${root}$`), () => ({ body: { resources } }));
      if (!cluster.lists.has(`/${root}/${name}`)) cluster.lists.set(`/${root}/${name}`, []);
    }
    cluster.on(/^PATCH /, ({ url }, body) => {
      const isDry = url.searchParams.has('dryRun');
      applied.push({ path: url.pathname, isDry, isForced: url.searchParams.has('force'), body });
      const { metadata, ...rest } = body;
      return { body: { ...rest, metadata: { uid: 'uid-dev-cart', generation: 3, ...(metadata as Plain) } } };
    });
    platform = platformOver(cluster, {
      rules: { namespaces: { dev: 'development' } },
      render: (request) => {
        asked.push(request);
        return Promise.resolve(rendering);
      },
    });
  });
  afterEach(() => platform.dispose());

  async function request(given = manifest()): Promise<DeploymentRequest> {
    const source = { folder: '/home/me/cart' };
    const { id } = await platform.createRelease('cart', { manifest: given, source }, { idempotencyKey: '1' });
    return { kind: 'Deploy', environment: 'development', release: id };
  }
  const sent = (): readonly string[] =>
    applied.map(({ path, isDry, isForced }) => `${isDry ? 'try' : 'do'}${isForced ? '!' : ''} ${path}`);

  it('is announced as what takes manifests', async () => {
    const { capabilities } = await platform.getInfo();
    assert.deepEqual(capabilities['releases'], { level: 'Write', kinds: ['Manifest'] });
    const { capabilities: without } = await platformOver(cluster).getInfo();
    assert.deepEqual(without['releases'], { level: 'Read' });
  });

  it('is rendered with what runs in the place of the image that nobody builds, where it runs', async () => {
    const plan = await platform.planDeployment('cart', await request());
    assert.deepEqual(asked, [
      {
        manifest: manifest('registry.test/cart:1.1.0'),
        environment: 'development',
        folder: '/home/me/cart',
        namespace: 'dev',
      },
    ]);
    assert.equal(plan.warnings?.[0]?.code, 'image-kept');
    assert.equal(plan.from?.version, '1.1.0');
  });

  it('is tried first and changes nothing, then applied in order', async () => {
    rendering = { objects: [wanted({ name: 'conf' }, 'ConfigMap', 'v1'), wanted()], notes: [] };
    const wantedRequest = await request();
    const plan = await platform.planDeployment('cart', wantedRequest);
    const map = '/api/v1/namespaces/dev/configmaps/conf';
    const own = '/apis/apps/v1/namespaces/dev/deployments/cart';
    assert.deepEqual(new Set(sent()), new Set([`try ${map}`, `try ${own}`]));
    assert.deepEqual(plan.summary, { create: 1, update: 1, replace: 0, delete: 0 });
    assert.ok(plan.changes.some(({ pointer, after }) => pointer === '/spec/replicas' && after === '3'));
    applied.length = 0;
    const given = { ...wantedRequest, planFingerprint: plan.fingerprint, reason: 'for the sale' };
    const { state } = await platform.createDeployment('cart', given, { idempotencyKey: '2' });
    assert.deepEqual(sent().slice(-2), [`do ${map}`, `do ${own}`]);
    assert.deepEqual((applied.at(-1)?.body['metadata'] as Plain)['annotations'], {
      'kubernetes.io/change-cause': 'for the sale',
    });
    assert.ok(['Running', 'Succeeded'].includes(state));
  });

  it('that would take a field from somebody is blocked, until it is said that it may', async () => {
    const cause = {
      reason: 'FieldManagerConflict',
      message: 'conflict with "helmsman" using apps/v1',
      field: '.spec.replicas',
    };
    // A roll back wrote this from here, in another way.
    const own = { ...cause, message: 'conflict with "golden-path" using apps/v1', field: '.spec.template' };
    cluster.on(/^PATCH /, ({ url }) =>
      url.searchParams.has('force')
        ? undefined
        : { status: 409, body: status(409, 'Conflict', 'no', [own, cause]) },
    );
    const wantedRequest = await request();
    const plan = await platform.planDeployment('cart', wantedRequest);
    assert.deepEqual(
      plan.blocks?.map(({ reason, name }) => [reason, name]),
      [['FieldManagerConflict', 'helmsman']],
    );
    assert.match(plan.blocks[0]?.message ?? '', /^helmsman manages \.spec\.replicas there/);
    assert.match(plan.after ?? '', /^apiVersion: \S+\nkind: \w+\nmetadata:\n/);
    const change = plan.changes.find(({ pointer }) => pointer === '/spec/replicas');
    assert.match(change?.message ?? '', /helmsman manages it/);
    const refused = platform.createDeployment('cart', wantedRequest, { idempotencyKey: '2' });
    await assert.rejects(refused, (error) => PlatformError.is(error, 'blocked'));
    const lifting = { ...wantedRequest, override: ['FieldManagerConflict'], reason: 'ours' };
    const lifted = await platform.planDeployment('cart', lifting);
    assert.equal(lifted.blocks, undefined);
    assert.ok(lifted.warnings?.some(({ code }) => code === 'fields-taken'));
    const given = { ...lifting, planFingerprint: lifted.fingerprint, acknowledge: ['fields-taken'] };
    await platform.createDeployment('cart', given, { idempotencyKey: '3' });
    assert.match(sent().at(-1) ?? '', /^do! /);
  });

  it('takes back by itself what it wrote itself', async () => {
    const cause = {
      reason: 'FieldManagerConflict',
      message: 'conflict with "golden-path" using apps/v1',
      field: '.spec.replicas',
    };
    cluster.on(/^PATCH /, ({ url }) =>
      url.searchParams.has('force')
        ? undefined
        : { status: 409, body: status(409, 'Conflict', 'no', [cause]) },
    );
    const wantedRequest = await request();
    const { blocks, fingerprint } = await platform.planDeployment('cart', wantedRequest);
    assert.equal(blocks, undefined);
    await platform.createDeployment(
      'cart',
      { ...wantedRequest, planFingerprint: fingerprint },
      { idempotencyKey: '2' },
    );
    assert.match(sent().at(-1) ?? '', /^do! /);
  });

  it('that is brought by something else is blocked', async () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:dev/cart' };
    cluster.lists.set(deployments, [deployment('cart', 'dev', { metadata: { annotations } })]);
    const { blocks } = await platform.planDeployment('cart', await request());
    assert.match(blocks?.[0]?.message ?? '', /^Argo CD \(shop\) brings Deployment cart/);
  });

  it('deletes what it brought before and has no more, when that is acknowledged', async () => {
    cluster.lists.set('/api/v1/configmaps', [
      { metadata: { name: 'old', namespace: 'dev', labels, uid: 'u' } },
    ]);
    cluster.on(/^DELETE /, () => ({ body: { kind: 'Status' } }));
    const wantedRequest = await request();
    const plan = await platform.planDeployment('cart', wantedRequest);
    assert.deepEqual(plan.changes[0], { action: 'Delete', resource: 'ConfigMap/old', destructive: true });
    const refused = platform.createDeployment('cart', wantedRequest, { idempotencyKey: '2' });
    await assert.rejects(refused, (error) => PlatformError.is(error, 'must-acknowledge'));
    const given = { ...wantedRequest, acknowledge: ['left-over'] };
    await platform.createDeployment('cart', given, { idempotencyKey: '3' });
    assert.equal(cluster.count(/^DELETE .*configmaps\/old/), 1);
  });

  it('tells of a workload that would run beside', async () => {
    cluster.on(/^GET .*namespaces\/dev\/deployments$/, () => ({ body: { items: [], metadata: {} } }));
    rendering = { objects: [wanted({ name: 'other' })], notes: [] };
    const { warnings } = await platform.planDeployment('cart', await request());
    assert.ok(warnings?.some(({ code, mustAcknowledge }) => code === 'runs-beside' && mustAcknowledge));
  });

  it('makes a Job anew, as it never changes', async () => {
    rendering = { objects: [wanted({}, 'Job', 'batch/v1')], notes: [] };
    cluster.lists.set('/apis/batch/v1/jobs', [{ metadata: { name: 'cart', namespace: 'dev' }, spec: {} }]);
    const message = 'Job.batch "cart" is invalid: spec.template: field is immutable';
    cluster.on(/^PATCH .*\/jobs\/cart$/, ({ url }) =>
      url.searchParams.has('dryRun') ? { status: 422, body: status(422, 'Invalid', message) } : undefined,
    );
    cluster.on(/^DELETE /, () => ({ body: { kind: 'Status' } }));
    const plan = await platform.planDeployment('cart', await request());
    assert.equal(plan.summary.replace, 1);
    const acknowledge = ['left-over'];
    await platform.createDeployment('cart', { ...(await request()), acknowledge }, { idempotencyKey: '2' });
    assert.equal(cluster.count(/^DELETE .*jobs\/cart\?propagationPolicy=Background/), 1);
  });

  it('stops at what is refused, and says what was done', async () => {
    rendering = { objects: [wanted({ name: 'conf' }, 'ConfigMap', 'v1'), wanted()], notes: [] };
    cluster.on(/^PATCH .*deployments/, ({ url }) =>
      url.searchParams.has('dryRun')
        ? undefined
        : { status: 403, body: status(403, 'Forbidden', 'no quota') },
    );
    const operation = await platform.createDeployment('cart', await request(), { idempotencyKey: '2' });
    assert.equal(operation.state, 'Failed');
    assert.match(operation.message ?? '', /stopped at Deployment\/cart: .*ConfigMap\/conf/);
  });

  it('says what is missing: an image, a kind, a namespace, a manifest', async () => {
    cluster.lists.set(deployments, []);
    const here = platformOver(cluster, {
      contexts: [{ context: 'work', namespaces: ['dev', 'dev-2'], environment: 'development' }],
      render: () => Promise.resolve(rendering),
    });
    const plan = async (given: Plain): Promise<unknown> => {
      const source = { folder: '/work' };
      const { id } = await here.createRelease('cart', { manifest: given, source }, { idempotencyKey: '1' });
      return here.planDeployment('cart', { kind: 'Deploy', environment: 'development', release: id });
    };
    await assert.rejects(plan(manifest()), /The image of app is built from its folder/);
    rendering = { objects: [wanted({}, 'Vault', 'secrets.test/v1')], notes: [] };
    await assert.rejects(plan(manifest('a:1')), /knows no Vault \(secrets\.test\/v1\)/);
    rendering = { objects: [wanted({ namespace: undefined })], notes: [] };
    await assert.rejects(plan(manifest('a:1')), /in which namespace of development/);
    const unknown = {
      kind: 'Deploy',
      environment: 'development',
      release: 'manifest-0123456789abcdef',
    } as const;
    await assert.rejects(here.planDeployment('cart', unknown), /not known here any more/);
    here.dispose();
  });
});
