import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { KubernetesPlatform } from '../../../../src/platform/kubernetes/kubernetesPlatform.js';
import { deployment, FakeCluster, platformOver, status, type Plain } from './fakeCluster.js';

const deployments = '/apis/apps/v1/deployments';
const at = Date.parse('2026-03-01T12:00:00Z');
const kept: readonly (readonly [who: string, metadata: Plain])[] = [
  ['Argo CD (shop)', { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:dev/cart' } }],
  ['Argo CD', { managedFields: [{ manager: 'argocd-controller' }] }],
  [
    'Flux (apps)',
    {
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      },
    },
  ],
  ['Helm (cart-release)', { annotations: { 'meta.helm.sh/release-name': 'cart-release' } }],
  ['Shop front', { ownerReferences: [{ kind: 'Shop', name: 'front', uid: '1', controller: true }] }],
];

function replicaSet(name: string, revision: number, image: string, more: Plain = {}): Plain {
  return {
    metadata: {
      name: `${name}-${revision}`,
      namespace: 'dev',
      creationTimestamp: `2026-01-0${revision}T00:00:00Z`,
      annotations: { 'deployment.kubernetes.io/revision': String(revision), ...more },
      ownerReferences: [{ kind: 'Deployment', name, uid: `uid-dev-${name}`, controller: true }],
    },
    spec: {
      template: {
        metadata: { labels: { app: name, 'pod-template-hash': 'abc' } },
        spec: {
          containers: [{ name: 'app', image, env: [{ name: 'API_TOKEN', value: `s3cr3t-${revision}` }] }],
        },
      },
    },
  };
}

/** An RFC 7386 or JSON patch, or an applied configuration, put upon an object, as far as these tests need it. */
function patched(object: Plain, patch: unknown): Plain {
  if (Array.isArray(patch)) {
    const { value } = patch.at(-1) as { value: unknown };
    return { ...object, spec: { ...(object['spec'] as Plain), template: value } };
  }
  const merge = (one: unknown, other: unknown): unknown => {
    if (Array.isArray(other)) return other;
    if (typeof other !== 'object' || other === null || typeof one !== 'object' || one === null) return other;
    const merged: Record<string, unknown> = { ...one };
    for (const [key, value] of Object.entries(other)) merged[key] = merge(merged[key], value);
    return merged;
  };
  return merge(object, patch) as Plain;
}

describe('a change of a Kubernetes workload', () => {
  let cluster: FakeCluster;
  let platform: KubernetesPlatform;
  let cart: Plain;
  let now: number;
  const runs = (metadata: Plain = {}, more: Parameters<typeof deployment>[2] = {}): void => {
    cart = deployment('cart', 'dev', { ...more, metadata });
    cluster.lists.set(deployments, [cart]);
  };
  const patches = (): readonly { readonly query: string; readonly type: string; readonly body: Plain }[] =>
    cluster.requests
      .filter(({ method }) => method === 'PATCH')
      .map(({ url, headers, body = '{}' }) => ({
        query: url.search,
        type: headers['content-type'] ?? '',
        body: JSON.parse(body) as Plain,
      }));
  const key = { idempotencyKey: 'one' };
  beforeEach(() => {
    cluster = new FakeCluster();
    now = at;
    platform = platformOver(cluster, { clock: { now: () => now } });
    runs();
    cluster.lists.set('/apis/apps/v1/replicasets', [
      replicaSet('cart', 1, 'registry.test/cart:1.0.0'),
      replicaSet('cart', 2, 'registry.test/cart:1.1.0'),
      replicaSet('other', 9, 'registry.test/other:1'),
    ]);
    cluster.on(/^PATCH /, ({ url }, patch) => {
      const isDry = url.searchParams.get('dryRun') === 'All';
      const next = patched(cart, patch);
      const made = {
        ...next,
        metadata: { ...(next['metadata'] as Plain), generation: 3, name: 'cart', namespace: 'dev' },
      };
      if (!isDry) cluster.lists.set(deployments, [made]);
      return { body: { apiVersion: 'apps/v1', kind: 'Deployment', ...made } };
    });
  });

  it('has as its history what the cluster keeps, newest first', async () => {
    const { items } = await platform.listDeployments('cart', { environment: 'dev' });
    assert.deepEqual(
      items.map(({ id, state, release, rollback }) => [id, state, release.version, rollback?.eligible]),
      [
        ['uid-dev-cart.2', 'Deployed', '1.1.0', false],
        ['uid-dev-cart.1', 'Superseded', '1.0.0', true],
      ],
    );
    assert.equal(items[0]?.id, (await platform.getService('cart')).environments?.[0]?.current?.id);
  });

  it('is planned as a dry run of server-side apply, and made as it was planned', async () => {
    const request = { environment: 'dev', kind: 'Deploy', release: 'registry.test/cart:1.2.0' } as const;
    const plan = await platform.planDeployment('cart', request);
    assert.deepEqual(
      plan.changes.map(({ pointer, before, after }) => [pointer, before, after]),
      [['/spec/template/spec/containers/app/image', 'registry.test/cart:1.1.0', 'registry.test/cart:1.2.0']],
    );
    assert.equal(plan.toRelease?.version, '1.2.0');
    assert.equal(plan.from?.version, '1.1.0');
    assert.match(plan.after ?? '', /image: registry\.test\/cart:1\.2\.0/);
    const [dry] = patches();
    assert.match(dry?.query ?? '', /fieldManager=golden-path.*dryRun=All/);
    assert.doesNotMatch(dry?.query ?? '', /force/);
    assert.equal(dry?.type, 'application/apply-patch+yaml');
    assert.deepEqual(dry.body, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'cart', namespace: 'dev' },
      spec: { template: { spec: { containers: [{ name: 'app', image: 'registry.test/cart:1.2.0' }] } } },
    });
    const operation = await platform.createDeployment(
      'cart',
      { ...request, planFingerprint: plan.fingerprint },
      key,
    );
    const again = await platform.createDeployment(
      'cart',
      { ...request, planFingerprint: plan.fingerprint },
      key,
    );
    assert.equal(again.id, operation.id);
    assert.deepEqual(
      [operation.state, patches().filter(({ query }) => !query.includes('dryRun')).length],
      ['Running', 1],
    );
  });

  it('applies again what it applied before, and says why', async () => {
    const fieldsV1 = {
      'f:metadata': { 'f:labels': { '.': {}, 'f:team': {} } },
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': {
              'k:{"name":"side"}': { '.': {}, 'f:name': {}, 'f:image': {}, 'f:args': { 'v:"-v"': {} } },
              'k:{"name":"gone"}': { 'f:image': {} },
            },
          },
        },
      },
    };
    const side = { name: 'side', image: 'registry.test/side:1', args: ['-v', '-x'], tty: true };
    const containers = [{ name: 'app', image: 'registry.test/cart:1.1.0' }, side];
    runs(
      {
        labels: { team: 'a', other: 'b' },
        managedFields: [
          { manager: 'golden-path', operation: 'Apply', fieldsV1 },
          { manager: 'kubectl', operation: 'Update', fieldsV1: { 'f:spec': {} } },
        ],
      },
      { spec: { template: { spec: { containers } } } },
    );
    await platform.planDeployment('cart', {
      environment: 'dev',
      kind: 'Deploy',
      release: '1.2.0',
      reason: 'because',
    });
    assert.deepEqual(patches()[0]?.body, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: 'cart',
        namespace: 'dev',
        labels: { team: 'a' },
        annotations: { 'kubernetes.io/change-cause': 'because' },
      },
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'side', image: 'registry.test/side:1', args: ['-v'] },
              { name: 'app', image: 'registry.test/cart:1.2.0' },
            ],
          },
        },
      },
    });
  });

  it('by a tag alone changes the first container, and an image that nothing runs is refused', async () => {
    await platform.planDeployment('cart', { environment: 'dev', kind: 'Deploy', release: '2.0' });
    assert.match(JSON.stringify(patches()[0]?.body), /registry\.test\/cart:2\.0/);
    const request = { environment: 'dev', kind: 'Deploy', release: 'registry.test/basket:1' } as const;
    await assert.rejects(platform.planDeployment('cart', request), (error) =>
      PlatformError.is(error, 'invalid-request'),
    );
  });

  it('is followed to its end from its id alone', async () => {
    const request = { environment: 'dev', kind: 'Deploy', release: '1.2.0' } as const;
    const { id } = await platform.createDeployment('cart', request, key);
    const [made] = cluster.lists.get(deployments) ?? [];
    const other = platformOver(cluster);
    assert.equal((await other.getOperation(id)).state, 'Running');
    cluster.lists.set(deployments, [
      { ...made, status: { ...(made?.['status'] as Plain), observedGeneration: 3 } },
    ]);
    const events = [];
    for await (const event of other.operationEvents(id)) events.push([event.type, event.state]);
    assert.deepEqual(events, [
      ['state', 'Succeeded'],
      ['done', 'Succeeded'],
    ]);
    await assert.rejects(other.getOperation('k8s.bm9uZQ'), (error) => PlatformError.is(error, 'not-found'));
  });

  it('is refused when it is no longer what was planned', async () => {
    const request = { environment: 'dev', kind: 'Restart' } as const;
    const { fingerprint } = await platform.planDeployment('cart', request);
    runs({ generation: 5 });
    const stale = platform.createDeployment('cart', { ...request, planFingerprint: fingerprint }, key);
    await assert.rejects(stale, (error) => PlatformError.is(error, 'stale-plan'));
    const old = platform.createDeployment(
      'cart',
      { ...request, expectedCurrentDeployment: 'another' },
      { idempotencyKey: 'two' },
    );
    await assert.rejects(old, (error) => PlatformError.is(error, 'stale-basis'));
    assert.ok(patches().every(({ query }) => query.includes('dryRun=All')));
  });

  it('back to an earlier revision takes its template, without what is the controller’s, and masks secrets', async () => {
    const request = { environment: 'dev', kind: 'Rollback', toDeployment: 'uid-dev-cart.1' } as const;
    const plan = await platform.planDeployment('cart', request);
    const [dry] = patches();
    assert.equal(dry?.type, 'application/json-patch+json');
    assert.doesNotMatch(JSON.stringify(dry.body), /pod-template-hash/);
    assert.match(JSON.stringify(dry.body), /"path":"\/metadata\/generation","value":2/);
    assert.doesNotMatch(JSON.stringify(plan), /s3cr3t/);
    assert.equal(plan.toRelease?.version, '1.0.0');
    for (const toDeployment of ['uid-dev-cart.2', 'uid-dev-cart.7', 'nonsense']) {
      const bad = platform.planDeployment('cart', { ...request, toDeployment });
      await assert.rejects(bad, (error) => PlatformError.is(error, 'invalid-request'));
    }
  });

  it('back to other files says that they stay, whichever process deployed them', async () => {
    const mark = 'goldenpath.dev/files';
    const filed = (files?: string): Plain => {
      const set = replicaSet('cart', 1, 'registry.test/cart:1.0.0') as { spec: { template: Plain } } & Plain;
      const annotations = files === undefined ? {} : { [mark]: files };
      return { ...set, spec: { ...set.spec, template: { ...set.spec.template, metadata: { annotations } } } };
    };
    const request = { environment: 'dev', kind: 'Rollback', toDeployment: 'uid-dev-cart.1' } as const;
    const codes = async (then?: string): Promise<readonly string[]> => {
      const now = replicaSet('cart', 2, 'registry.test/cart:1.1.0');
      cluster.lists.set('/apis/apps/v1/replicasets', [filed(then), now]);
      const { warnings = [] } = await platformOver(cluster).planDeployment('cart', request);
      return warnings.map(({ code }) => code);
    };
    assert.deepEqual(await codes('deadbeef'), ['files-stay']);
    assert.deepEqual(await codes(), []);
  });

  for (const [who, metadata] of kept) {
    it(`is refused where ${who} would undo it, by name`, async () => {
      runs(metadata);
      for (const request of [
        { environment: 'dev', kind: 'Rollback', toDeployment: 'uid-dev-cart.1' },
        { environment: 'dev', kind: 'Deploy', release: '1.2.0' },
      ] as const) {
        await assert.rejects(platform.planDeployment('cart', request), (error: unknown) => {
          assert.ok(PlatformError.is(error, 'blocked'));
          assert.equal(error.problem?.blockedBy?.name, who);
          assert.ok(error.message.startsWith(`${who} brings cart`), error.message);
          return true;
        });
      }
      assert.equal(patches().length, 0);
      const { items } = await platform.listDeployments('cart');
      assert.equal(items[1]?.rollback?.eligible, false);
      assert.ok(items[1].rollback.reason?.includes(who));
      const plan = await platform.planDeployment('cart', { environment: 'dev', kind: 'Restart' });
      assert.deepEqual(
        plan.warnings?.map(({ code }) => code) ?? [],
        who.startsWith('Helm') ? [] : ['restart-kept'],
      );
    });
  }

  it('restarts by the mark that kubectl sets', async () => {
    const plan = await platform.planDeployment('cart', { environment: 'dev', kind: 'Restart' });
    assert.deepEqual(patches()[0]?.body, {
      spec: {
        template: {
          metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-03-01T12:00:00.000Z' } },
        },
      },
    });
    assert.equal(plan.changes.length, 1);
    assert.equal(plan.warnings, undefined);
  });

  it('never takes a field from who manages it, and names them', async () => {
    const cause = {
      reason: 'FieldManagerConflict',
      message: 'conflict with "kubectl-client-side-apply" using apps/v1',
      field: '.spec.template.spec.containers[name="app"].image',
    };
    cluster.on(/^PATCH /, () => ({ status: 409, body: status(409, 'Conflict', 'Apply failed', [cause]) }));
    const request = { environment: 'dev', kind: 'Deploy', release: '1.2.0' } as const;
    await assert.rejects(platform.planDeployment('cart', request), (error: unknown) => {
      assert.ok(PlatformError.is(error, 'blocked'));
      assert.equal(error.problem?.blockedBy?.name, 'kubectl-client-side-apply');
      assert.match(error.message, /kubectl-client-side-apply manages \.spec\.template/);
      return true;
    });
  });

  it('is allowed or not by the rules of its namespace, asked for once', async () => {
    const rules = [
      { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] },
      { verbs: ['patch'], apiGroups: ['apps'], resources: ['deployments'], resourceNames: ['other'] },
    ];
    let incomplete = false;
    cluster.on(/^POST .*selfsubjectrulesreviews$/, () => ({
      body: { status: { resourceRules: rules, incomplete } },
    }));
    cluster.on(/^POST .*selfsubjectaccessreviews$/, () => ({ body: { status: { allowed: true } } }));
    const states = async (): Promise<readonly (string | undefined)[]> => {
      const { permissions = [] } = (await platform.places?.get('cart', 'dev', { fresh: true })) ?? {};
      return ['deploy', 'logs'].map((name) => permissions.find((one) => one.name === name)?.state);
    };
    assert.deepEqual(await states(), ['Denied', 'Allowed']);
    assert.equal(cluster.count(/selfsubjectrulesreviews/), 1);
    assert.equal(cluster.count(/selfsubjectaccessreviews/), 0);
    incomplete = true;
    now += 60_000;
    assert.deepEqual(await states(), ['Allowed', 'Allowed']);
    assert.equal(cluster.count(/selfsubjectaccessreviews/), 1, 'only what no rule allows is asked for');
  });

  it('may be allowed, denied, or not known', async () => {
    const answers: Record<string, Plain> = {
      deployments: { allowed: false },
      pods: { allowed: false, evaluationError: 'webhook is away' },
    };
    cluster.on(/^POST .*selfsubjectaccessreviews$/, (_, { spec }) => {
      const { resource } = (spec as { resourceAttributes: { resource: string } }).resourceAttributes;
      return { body: { status: answers[resource] } };
    });
    const { environments } = await platform.getService('cart');
    const found = Object.fromEntries(
      (environments?.[0]?.permissions ?? []).map(({ name, state }) => [name, state]),
    );
    assert.deepEqual(found, {
      deploy: 'Denied',
      promote: 'Denied',
      rollback: 'Denied',
      restart: 'Denied',
      logs: 'Unknown',
    });
    answers['deployments'] = { allowed: true };
    now += 60_000;
    const place = await platform.places?.get('cart', 'dev', { fresh: true });
    assert.equal(place?.permissions?.find(({ name }) => name === 'deploy')?.state, 'Allowed');
  });
});
