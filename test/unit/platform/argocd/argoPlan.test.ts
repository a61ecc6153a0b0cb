import assert from 'node:assert/strict';
import { ArgoBed, refused } from './argoBed.js';
import { commit } from './fakeArgo.js';

describe('a plan of Argo CD', () => {
  let bed: ArgoBed;
  afterEach(() => bed.dispose());

  const item = (kind: string, before: unknown, after: unknown, target = after): object => ({
    kind,
    name: 'web',
    normalizedLiveState: JSON.stringify(before),
    predictedLiveState: JSON.stringify(after),
    targetState: JSON.stringify(target),
  });
  const object = (kind: string, rest: object): object => ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'web' },
    ...rest,
  });

  it('is what Argo CD compares, leaf by leaf, without what is secret', async () => {
    bed = new ArgoBed({ name: 'web-dev', sync: 'OutOfSync' });
    bed.argo.answers['/managed-resources'] = {
      items: [
        item(
          'Deployment',
          object('Deployment', { spec: { replicas: 1 } }),
          object('Deployment', { spec: { replicas: 3 } }),
        ),
        item(
          'Secret',
          object('Secret', { data: { key: 'b2xk' } }),
          object('Secret', { data: { key: 'bmV3' } }),
        ),
        item('ConfigMap', null, object('ConfigMap', { data: { a: 'b' } })),
        item('Service', object('Service', {}), null),
        item('Job', object('Job', { status: { a: 1 } }), object('Job', { status: { a: 2 } })),
      ],
    };
    const plan = await bed.platform.planDeployment('web', { environment: 'dev', kind: 'Deploy' });
    assert.deepEqual(
      plan.changes.map(({ action, resource, pointer = '', before, after }) => [
        action,
        resource,
        pointer,
        before,
        after,
      ]),
      [
        ['Update', 'Deployment/web', '/spec/replicas', '1', '3'],
        ['Update', 'Secret/web', '/data/key', '••••••', '••••••'],
        ['Create', 'ConfigMap/web', '', undefined, undefined],
        ['NoOp', 'Service/web', '', undefined, undefined],
      ],
    );
    assert.deepEqual(plan.summary, { create: 1, update: 2, replace: 0, delete: 0 });
    assert.match(plan.after ?? '', /replicas: 3/);
    assert.doesNotMatch(JSON.stringify(plan), /b2xk|bmV3/);
    assert.match(
      bed.argo.seen.find((line) => line.includes('refresh')) ?? '',
      /appNamespace=argocd&project=default&refresh=normal/,
    );
    const same = await bed.platform.planDeployment('web', { environment: 'dev', kind: 'Deploy' });
    assert.equal(same.fingerprint, plan.fingerprint);
  });

  it('of another revision compares what is rendered, and is blocked where Argo CD follows Git by itself', async () => {
    bed = new ArgoBed({ name: 'web-dev', automated: { prune: true } });
    bed.argo.handler = ({ url }) => {
      if (!url.pathname.endsWith('/manifests')) return undefined;
      const replicas = url.searchParams.get('revision') === commit('b') ? 5 : 2;
      return { body: { manifests: [JSON.stringify(object('Deployment', { spec: { replicas } }))] } };
    };
    const plan = await bed.platform.planDeployment('web', {
      environment: 'dev',
      kind: 'Deploy',
      release: commit('b'),
    });
    assert.deepEqual(
      plan.changes.map(({ before, after }) => [before, after]),
      [['2', '5']],
    );
    assert.deepEqual(
      plan.blocks?.map(({ reason, name }) => [reason, name]),
      [['NotReversible', 'AutoSync']],
    );
    assert.equal((await refused(bed.deploy({ release: commit('b') }))).code, 'blocked');
  });

  it('is blocked by a sync window until it opens, in the time zone of the window', async () => {
    bed = new ArgoBed({ name: 'web-dev' });
    bed.argo.answers['/syncwindows'] = { canSync: false, activeWindows: [{ kind: 'deny' }] };
    bed.argo.answers['/projects'] = {
      items: [
        {
          metadata: { name: 'default' },
          spec: {
            syncWindows: [
              {
                kind: 'deny',
                schedule: '* * * * *',
                duration: '1h',
                timeZone: 'Asia/Kolkata',
                applications: ['*'],
                description: 'Audit',
              },
            ],
          },
        },
      ],
    };
    const { blocks } = await bed.platform.planDeployment('web', { environment: 'dev', kind: 'Restart' });
    const [block] = blocks ?? [];
    assert.deepEqual([block?.reason, block?.name], ['FreezeWindow', 'Audit']);
    const left = Date.parse(block?.until ?? '') - Date.now();
    assert.ok(left > 58 * 60_000 && left <= 60 * 60_000, String(left));
    const { items } = await bed.platform.listEnvironments();
    assert.equal(items[0]?.freeze?.closed, true);
    const error = await refused(bed.deploy());
    assert.deepEqual([error.code, error.problem?.blockedBy?.reason], ['blocked', 'FreezeWindow']);
  });

  it('refuses a promotion and says what to do instead', async () => {
    bed = new ArgoBed({ name: 'web-dev' });
    const error = await refused(
      bed.platform.planDeployment('web', { environment: 'dev', kind: 'Promote', release: 'x' }),
    );
    assert.equal(error.code, 'not-implemented');
    assert.match(error.message, /Git/);
  });
});
