import assert from 'node:assert/strict';
import { ArgoBed, refused, until } from './argoBed.js';
import { commit, draft, refusal, run } from './fakeArgo.js';

describe('what Argo CD is told to do', () => {
  let bed: ArgoBed;
  afterEach(() => bed.dispose());

  describe('a deployment', () => {
    it('is a sync that is followed step by step to its end', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      const begun = await bed.deploy();
      assert.deepEqual([begun.state, begun.done, begun.id], ['Pending', false, 'argocd.web-dev.key1']);
      const events: string[] = [];
      const following = (async (): Promise<void> => {
        for await (const { type, state, step } of bed.platform.operationEvents(begun.id)) {
          events.push([type, state, step].filter(Boolean).join(' '));
        }
      })();
      await until(() => bed.argo.streams === 1);
      bed.argo.put(run(bed.argo.get('web-dev'), 'Running'));
      const resources = [
        { kind: 'Deployment', name: 'web', syncPhase: 'Sync', status: 'Synced', message: 'configured' },
      ];
      bed.argo.put(
        run(bed.argo.get('web-dev'), 'Succeeded', {
          message: 'successfully synced',
          syncResult: { resources, revision: commit('c') },
        }),
      );
      await following;
      assert.deepEqual(events, [
        'state Pending',
        'state Running',
        'step Succeeded Sync/Deployment/web',
        'state Succeeded',
        'done Succeeded',
      ]);
      const ended = await bed.platform.getOperation(begun.id);
      assert.deepEqual(
        [ended.state, ended.title, ended.service, ended.environment],
        ['Succeeded', 'Sync web-dev to ccccccc', 'web', 'dev'],
      );
      const { items } = await bed.platform.operations.list({ createdBy: 'me' });
      assert.deepEqual(
        items.map(({ id }) => id),
        [begun.id],
      );
    });

    it('is made once for a key, also by a process that knows nothing of it', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      const [first, second] = [await bed.deploy(), await bed.deploy()];
      bed.connect();
      const third = await bed.deploy();
      assert.deepEqual([second.id, third.id], [first.id, first.id]);
      assert.equal(
        bed.argo.count('/sync?') + bed.argo.seen.filter((line) => line.endsWith('/sync')).length,
        1,
      );
      assert.equal((await refused(bed.deploy({}, 'key-2'))).code, 'operation-in-progress');
    });

    it('is refused where the plan is no longer what would happen, or where something else runs', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      assert.equal((await refused(bed.deploy({ planFingerprint: 'sha256:other' }))).code, 'stale-plan');
      assert.equal(
        (await refused(bed.deploy({ expectedCurrentDeployment: 'argocd.web-dev.0' }))).code,
        'stale-basis',
      );
      bed.argo.handler = ({ method }) =>
        method === 'POST'
          ? refusal(
              400,
              9,
              'error setting app operation: rpc error: code = FailedPrecondition desc = another operation is already in progress',
            )
          : undefined;
      assert.equal((await refused(bed.deploy())).code, 'operation-in-progress');
    });

    it('that somebody else replaced is of unknown end, and not called a success', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      const begun = await bed.deploy();
      bed.argo.put(run(bed.argo.get('web-dev'), 'Running'));
      assert.equal((await bed.platform.getOperation(begun.id)).state, 'Running');
      bed.argo.put(
        draft({
          name: 'web-dev',
          status: { operationState: { phase: 'Succeeded', startedAt: '2099-01-01T00:00:00Z' } },
        }),
      );
      const lost = await bed.platform.getOperation(begun.id);
      assert.deepEqual([lost.state, lost.done], ['Unknown', true]);
    });

    it('that fails says why, and is called canceled where it was ended', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      const failed = await bed.deploy();
      bed.argo.put(
        run(bed.argo.get('web-dev'), 'Failed', { message: 'one or more objects failed to apply' }),
      );
      const { state, error } = await bed.platform.getOperation(failed.id);
      assert.deepEqual([state, error?.detail], ['Failed', 'one or more objects failed to apply']);
      const { items } = await bed.platform.listDeployments('web', { environment: 'dev' });
      assert.deepEqual(
        items.map((each) => each.state),
        ['Failed', 'Deployed', 'Superseded'],
      );
      const ended = await bed.deploy({}, 'key-3');
      bed.argo.put(run(bed.argo.get('web-dev'), 'Running'));
      bed.argo.handler = ({ method, url }) => {
        if (method !== 'DELETE') return undefined;
        assert.match(url.pathname, /\/web-dev\/operation$/);
        bed.argo.put(run(bed.argo.get('web-dev'), 'Failed', { message: 'Operation terminated' }));
        return { body: {} };
      };
      assert.equal((await bed.platform.cancelOperation(ended.id)).state, 'Canceled');
      bed.connect();
      const { items: listed } = await bed.platform.operations.list();
      assert.deepEqual(
        listed.map((each) => [each.state, each.message]),
        [['Canceled', 'It was ended on its way: what it had applied by then stays.']],
      );
      const [deployment] = (await bed.platform.listDeployments('web', { environment: 'dev' })).items;
      assert.deepEqual([deployment?.state, deployment?.outcome], ['Canceled', undefined]);
    });

    it('is under way until Argo CD has ended it, and fails where Argo CD itself found that it took too long', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      const begun = await bed.deploy();
      let asked = 0;
      bed.argo.handler = ({ method }) => {
        if (method !== 'DELETE') return undefined;
        asked++;
        if (asked === 1) {
          bed.argo.put(run(bed.argo.get('web-dev'), 'Running'));
          return refusal(400, 3, 'Unable to terminate operation. No operation is in progress');
        }
        bed.argo.put(run(bed.argo.get('web-dev'), 'Terminating', { message: 'waiting for Job/slow' }));
        return { body: {} };
      };
      const ending = await bed.platform.cancelOperation(begun.id);
      assert.deepEqual(
        [ending.state, ending.done, ending.cancelable, ending.message],
        ['Running', false, false, 'Argo CD is ending it. waiting for Job/slow'],
      );
      await bed.platform.cancelOperation(begun.id);
      assert.equal(asked, 2);
      const message = 'Operation terminated, triggered by controller sync timeout';
      bed.argo.put(run(bed.argo.get('web-dev'), 'Failed', { message }));
      const { state, reason } = await bed.platform.getOperation(begun.id);
      assert.deepEqual([state, reason], ['Failed', 'Timeout']);
    });

    it('that restarts runs the action of each workload', async () => {
      bed = new ArgoBed({ name: 'web-dev' });
      bed.argo.answers['/resource-tree'] = {
        nodes: [
          { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: '1' },
          { version: 'v1', kind: 'Service', namespace: 'shop', name: 'web', uid: '2' },
        ],
      };
      bed.argo.handler = ({ method, url }) =>
        method === 'POST' && url.pathname.endsWith('/actions/v2') ? { body: {} } : undefined;
      const done = await bed.deploy({ kind: 'Restart' });
      assert.deepEqual([done.state, done.steps?.map(({ name }) => name)], ['Succeeded', ['Deployment/web']]);
      const { action, resourceName, group, project } = bed.argo.bodies[0] ?? {};
      assert.deepEqual([action, resourceName, group, project], ['restart', 'web', 'apps', 'default']);
    });
  });

  describe('a rollback', () => {
    it('is refused with the reason where Argo CD follows Git by itself', async () => {
      bed = new ArgoBed({ name: 'web-dev', automated: { selfHeal: true } });
      const { items } = await bed.platform.listDeployments('web', { environment: 'dev' });
      assert.deepEqual(
        items.map(({ id, state, rollback }) => [id, state, rollback?.eligible]),
        [
          ['argocd.web-dev.1', 'Deployed', false],
          ['argocd.web-dev.0', 'Superseded', false],
        ],
      );
      assert.match(items[1]?.rollback?.reason ?? '', /^AutoSync: .*Git/);
      const error = await refused(bed.deploy({ kind: 'Rollback', toDeployment: 'argocd.web-dev.0' }));
      assert.equal(error.code, 'blocked');
      assert.equal(bed.argo.bodies.length, 0);
    });

    it('goes to an entry of the history elsewhere, and is found again though it carries no key', async () => {
      bed = new ArgoBed({ name: 'web-dev', automated: { enabled: false } });
      bed.argo.handler = ({ method, url }, body) => {
        if (url.pathname.endsWith('/manifests')) return { body: { manifests: [] } };
        if (method !== 'POST') return undefined;
        assert.deepEqual([url.pathname.split('/').at(-1), body['id']], ['rollback', 0]);
        const next = { ...bed.argo.get('web-dev'), operation: { sync: { revision: commit('b') } } };
        bed.argo.put(next);
        return { body: next };
      };
      const begun = await bed.deploy({ kind: 'Rollback', toDeployment: 'argocd.web-dev.0' });
      bed.argo.put(run(bed.argo.get('web-dev'), 'Succeeded'));
      assert.equal((await bed.platform.getOperation(begun.id)).state, 'Succeeded');
    });
  });
});
