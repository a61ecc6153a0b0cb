import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { DeploymentRequest, Operation } from '../../../../src/model/delivery.js';
import type { WatchEvent } from '../../../../src/model/platform.js';
import { createArgoPlatform, type ArgoPlatform } from '../../../../src/platform/argocd/argoPlatform.js';
import type { ArgoRules } from '../../../../src/platform/argocd/binding.js';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { commit, draft, FakeArgo, refusal, run, type Draft } from './fakeArgo.js';

describe('Argo CD behind the port', () => {
  let argo: FakeArgo;
  let platform: ArgoPlatform;

  const connect = (rules: ArgoRules = {}): void => {
    platform = createArgoPlatform({
      url: 'http://127.0.0.1:8080',
      token: () => Promise.resolve('token'),
      transport: argo,
      policy: { attempts: 1, pollMs: 1, backoffBaseMs: 1, backoffCapMs: 2 },
      rules,
    });
  };
  const start = (...drafts: readonly Draft[]): void => {
    argo = new FakeArgo(...drafts.map(draft));
    connect();
  };
  afterEach(() => platform.dispose());

  const refused = async (work: Promise<unknown>): Promise<PlatformError> => {
    try {
      await work;
    } catch (error) {
      if (error instanceof PlatformError) return error;
      throw error;
    }
    throw new assert.AssertionError({ message: 'It was not refused.' });
  };
  const deploy = (request: Partial<DeploymentRequest> = {}, idempotencyKey = 'key-1'): Promise<Operation> =>
    platform.createDeployment('web', { environment: 'dev', kind: 'Deploy', ...request }, { idempotencyKey });

  describe('the picture', () => {
    it('takes one list, whoever asks, and puts environments in promotion order', async () => {
      start(
        { name: 'web-prod', health: 'Degraded', sync: 'OutOfSync' },
        { name: 'web-dev' },
        { name: 'api-dev' },
      );
      const [{ items: services }, { items: environments }] = await Promise.all([
        platform.listServices(),
        platform.listEnvironments(),
      ]);
      assert.deepEqual(
        services.map(({ name }) => name),
        ['api', 'web'],
      );
      assert.deepEqual(
        environments.map(({ name, confirmation }) => `${name} ${confirmation}`),
        ['dev Confirm', 'prod TypeName'],
      );
      const places = services[1]?.environments?.map(
        ({ environment, health, sync }) => `${environment} ${health} ${sync}`,
      );
      assert.deepEqual(places, ['dev Healthy Synced', 'prod Degraded OutOfSync']);
      const overlaid = await platform.overlay.environmentsOf(['web', 'nowhere']);
      assert.deepEqual([...overlaid.keys()], ['web']);
      assert.equal(argo.count('/api/v1/applications?'), 1);
    });

    it('asks only for the project and the labels that the rules name', async () => {
      argo = new FakeArgo(draft({ name: 'web' }));
      connect({ project: 'shop', selector: 'tier=front' });
      await platform.listServices();
      assert.match(argo.seen[0] ?? '', /&selector=tier=front&projects=shop$/);
    });

    it('names services as the catalogue does, and finds one of them by its name there', async () => {
      start({ name: 'pay-prod' }, { name: 'web-dev' });
      platform.overlay.bind([{ service: 'shop/payments', annotations: { 'argocd/app-name': 'pay-prod' } }]);
      const found = await platform.overlay.environmentsOf(['shop/payments']);
      const [place] = found.get('shop/payments') ?? [];
      assert.equal(place?.environment, 'prod');
      const bound = place.conditions?.find(({ type }) => type === 'Bound');
      assert.deepEqual(
        [bound?.reason, bound?.message],
        ['Annotation', 'Application pay-prod, by the annotations of the catalogue.'],
      );
      assert.equal((await platform.getService('shop/payments')).name, 'payments');
    });

    it('tells of what changes through one stream, however many listen, and answers from memory meanwhile', async () => {
      start({ name: 'web-dev' });
      const stop = new AbortController();
      const heard: WatchEvent[] = [];
      const listen = async (): Promise<void> => {
        for await (const event of platform.watch({ signal: stop.signal })) heard.push(event);
      };
      const listening = [listen().catch(() => undefined), listen().catch(() => undefined)];
      await until(() => heard.some(({ subject }) => subject === 'web'));
      heard.length = 0;
      argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
      await until(() => heard.length === 2);
      assert.deepEqual(
        heard.map(({ type, subject }) => [type, subject]),
        Array(2).fill(['platform.service.changed', 'web']),
      );
      const { items } = await platform.listServices({}, { fresh: true });
      assert.equal(items[0]?.environments?.[0]?.health, 'Degraded');
      heard.length = 0;
      argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
      argo.put(draft({ name: 'web-prod' }));
      await until(() => heard.length >= 4);
      assert.deepEqual(
        [...new Set(heard.map(({ type }) => type))],
        ['platform.environment.changed', 'platform.service.changed'],
      );
      argo.remove('web-prod');
      await until(() => heard.length >= 8);
      assert.equal((await platform.listEnvironments({}, { fresh: true })).items.length, 1);
      assert.deepEqual([argo.opened, argo.count('/api/v1/applications?')], [1, 1]);
      stop.abort();
      await Promise.all(listening);
      await until(() => argo.streams === 0);
    });

    it('rejects the watch when the stream ends, and takes it up without a list within a minute, missing nothing', async () => {
      start({ name: 'web-dev' });
      const watching = platform.watch()[Symbol.asyncIterator]();
      await watching.next();
      await until(() => argo.streams === 1);
      const next = (async (): Promise<unknown> => {
        for (;;) await watching.next();
      })();
      argo.hangUp();
      assert.equal((await refused(next)).code, 'unreachable');
      argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
      const again = platform.watch()[Symbol.asyncIterator]();
      const { value } = (await again.next()) as IteratorYieldResult<WatchEvent>;
      assert.deepEqual([value.type, value.subject], ['platform.service.changed', 'web']);
      assert.deepEqual([argo.opened, argo.count('/api/v1/applications?')], [2, 1]);
      await again.return?.();
    });

    it('is the live one of every view, with one list, one watch and no request for each change', async () => {
      start({ name: 'web-dev' }, { name: 'web-prod' }, { name: 'api-dev' });
      argo.answers['/settings'] = { appLabelKey: 'x' };
      argo.answers['/version'] = {};
      const live = createLiveState(platform);
      const place = (name: string): string => {
        return live.snapshot.services.get(name)?.environments?.[0]?.health ?? '';
      };
      try {
        await until(() => live.snapshot.status === 'live' && live.snapshot.services.size === 2);
        argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
        await until(() => place('web') === 'Degraded');
        argo.put(run(argo.get('api-dev'), 'Running', { operation: { initiatedBy: { username: 'eve' } } }));
        await until(() =>
          [...live.snapshot.operations.values()].some(
            ({ state, createdBy }) => state === 'Running' && createdBy?.id === 'eve',
          ),
        );
        assert.ok(live.snapshot.services.get('api')?.environments?.[0]?.operation);
        argo.put(run(argo.get('api-dev'), 'Succeeded'));
        await until(() => [...live.snapshot.operations.values()].every(({ done }) => done));
        const asked = argo.seen.filter((line) => !/settings|version|projects/.test(line));
        assert.equal(asked.length, 2, asked.join('\n'));
      } finally {
        live.dispose();
      }
    });

    it('says which version runs, since when, and of which commit', async () => {
      start({ name: 'web-dev', images: ['r.example.com/web:1.4.2@sha256:abc', 'r.example.com/proxy:9'] });
      const { environments } = await platform.getService('web');
      const { id, version, commit: told, finishedAt, by } = environments?.[0]?.current ?? {};
      assert.deepEqual(
        [id, version, told?.message, finishedAt, by?.id],
        ['argocd.web-dev.1', '1.4.2', 'On a', '2026-01-02T10:00:00Z', 'argocd'],
      );
      await platform.getService('web');
      assert.equal(argo.count('/metadata'), 1);
    });

    it('tells what Argo CD complains of, who made the Application, and that it follows Git', async () => {
      start({
        name: 'web-dev',
        automated: {},
        metadata: { ownerReferences: [{ kind: 'ApplicationSet', name: 'webs' }] },
        annotations: {
          'link.argocd.argoproj.io/wiki': 'https://wiki.example.com',
          'link.argocd.argoproj.io/x': 'javascript:1',
        },
        status: {
          conditions: [
            { type: 'ComparisonError', message: 'no such path', lastTransitionTime: '2026-01-03T00:00:00Z' },
          ],
        },
      });
      const { environments } = await platform.getService('web');
      const place = environments?.[0];
      assert.equal(place?.message, 'no such path');
      assert.deepEqual(
        place.conditions?.map(({ type }) => type),
        ['ComparisonError', 'Bound', 'AutoSync', 'ApplicationSet'],
      );
      assert.deepEqual(
        place.links?.map(({ title, url }) => [title, url]),
        [
          ['web-dev in Argo CD', 'http://127.0.0.1:8080/applications/argocd/web-dev'],
          ['wiki', 'https://wiki.example.com'],
        ],
      );
    });
  });

  describe('what the caller may do', () => {
    const places = async (): Promise<Record<string, string>> => {
      const place = await platform.places.get('web', 'dev');
      return Object.fromEntries((place.permissions ?? []).map(({ name, state }) => [name, state]));
    };

    it('is Denied where Argo CD says no, and Unknown where it does not answer', async () => {
      start({ name: 'web-dev' });
      argo.handler = ({ url }) => {
        if (url.pathname.includes('/can-i/applications/rollback')) return refusal(400, 3, 'unknown action');
        if (url.pathname.includes('/can-i/applications/sync')) return { body: { value: 'no' } };
        if (url.pathname.includes('/can-i/applications/action')) return { body: { value: 'no' } };
        if (url.pathname.includes('/can-i/logs')) return { status: 500, body: {} };
        return undefined;
      };
      assert.deepEqual(await places(), {
        deploy: 'Denied',
        rollback: 'Denied',
        restart: 'Unknown',
        logs: 'Unknown',
      });
      const { evaluations } = await platform.access.evaluate({
        evaluations: [
          {
            action: { name: 'deploy' },
            resource: { type: 'service', id: 'web' },
            context: { environment: 'dev' },
          },
        ],
      });
      assert.equal(evaluations[0]?.decision, false);
    });

    it('is told by a refusal that names the right', async () => {
      start({ name: 'web-dev' });
      argo.handler = ({ method }) =>
        method === 'POST'
          ? refusal(403, 7, 'permission denied: applications, sync, default/web-dev, sub: ada')
          : undefined;
      const error = await refused(deploy());
      assert.equal(error.code, 'forbidden');
      assert.match(error.message, /applications, sync, default\/web-dev/);
    });
  });

  describe('a plan', () => {
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
      start({ name: 'web-dev', sync: 'OutOfSync' });
      argo.answers['/managed-resources'] = {
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
      const plan = await platform.planDeployment('web', { environment: 'dev', kind: 'Deploy' });
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
        argo.seen.find((line) => line.includes('refresh')) ?? '',
        /appNamespace=argocd&project=default&refresh=normal/,
      );
      const same = await platform.planDeployment('web', { environment: 'dev', kind: 'Deploy' });
      assert.equal(same.fingerprint, plan.fingerprint);
    });

    it('of another revision compares what is rendered, and is blocked where Argo CD follows Git by itself', async () => {
      start({ name: 'web-dev', automated: { prune: true } });
      argo.handler = ({ url }) => {
        if (!url.pathname.endsWith('/manifests')) return undefined;
        const replicas = url.searchParams.get('revision') === commit('b') ? 5 : 2;
        return { body: { manifests: [JSON.stringify(object('Deployment', { spec: { replicas } }))] } };
      };
      const plan = await platform.planDeployment('web', {
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
      assert.equal((await refused(deploy({ release: commit('b') }))).code, 'blocked');
    });

    it('is blocked by a sync window until it opens, in the time zone of the window', async () => {
      start({ name: 'web-dev' });
      argo.answers['/syncwindows'] = { canSync: false, activeWindows: [{ kind: 'deny' }] };
      argo.answers['/projects'] = {
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
      const { blocks } = await platform.planDeployment('web', { environment: 'dev', kind: 'Restart' });
      const [block] = blocks ?? [];
      assert.deepEqual([block?.reason, block?.name], ['FreezeWindow', 'Audit']);
      const left = Date.parse(block?.until ?? '') - Date.now();
      assert.ok(left > 58 * 60_000 && left <= 60 * 60_000, String(left));
      const { items } = await platform.listEnvironments();
      assert.equal(items[0]?.freeze?.closed, true);
      const error = await refused(deploy());
      assert.deepEqual([error.code, error.problem?.blockedBy?.reason], ['blocked', 'FreezeWindow']);
    });

    it('refuses a promotion and says what to do instead', async () => {
      start({ name: 'web-dev' });
      const error = await refused(
        platform.planDeployment('web', { environment: 'dev', kind: 'Promote', release: 'x' }),
      );
      assert.equal(error.code, 'not-implemented');
      assert.match(error.message, /Git/);
    });
  });

  describe('a deployment', () => {
    it('is a sync that is followed step by step to its end', async () => {
      start({ name: 'web-dev' });
      const begun = await deploy();
      assert.deepEqual([begun.state, begun.done, begun.id], ['Pending', false, 'argocd.web-dev.key1']);
      const events: string[] = [];
      const following = (async (): Promise<void> => {
        for await (const { type, state, step } of platform.operationEvents(begun.id)) {
          events.push([type, state, step].filter(Boolean).join(' '));
        }
      })();
      await until(() => argo.streams === 1);
      argo.put(run(argo.get('web-dev'), 'Running'));
      const resources = [
        { kind: 'Deployment', name: 'web', syncPhase: 'Sync', status: 'Synced', message: 'configured' },
      ];
      argo.put(
        run(argo.get('web-dev'), 'Succeeded', {
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
      const ended = await platform.getOperation(begun.id);
      assert.deepEqual(
        [ended.state, ended.title, ended.service, ended.environment],
        ['Succeeded', 'Sync web-dev to ccccccc', 'web', 'dev'],
      );
      const { items } = await platform.operations.list({ createdBy: 'me' });
      assert.deepEqual(
        items.map(({ id }) => id),
        [begun.id],
      );
    });

    it('is made once for a key, also by a process that knows nothing of it', async () => {
      start({ name: 'web-dev' });
      const [first, second] = [await deploy(), await deploy()];
      connect();
      const third = await deploy();
      assert.deepEqual([second.id, third.id], [first.id, first.id]);
      assert.equal(argo.count('/sync?') + argo.seen.filter((line) => line.endsWith('/sync')).length, 1);
      assert.equal((await refused(deploy({}, 'key-2'))).code, 'operation-in-progress');
    });

    it('is refused where the plan is no longer what would happen, or where something else runs', async () => {
      start({ name: 'web-dev' });
      assert.equal((await refused(deploy({ planFingerprint: 'sha256:other' }))).code, 'stale-plan');
      assert.equal(
        (await refused(deploy({ expectedCurrentDeployment: 'argocd.web-dev.0' }))).code,
        'stale-basis',
      );
      argo.handler = ({ method }) =>
        method === 'POST'
          ? refusal(
              400,
              9,
              'error setting app operation: rpc error: code = FailedPrecondition desc = another operation is already in progress',
            )
          : undefined;
      assert.equal((await refused(deploy())).code, 'operation-in-progress');
    });

    it('that somebody else replaced is of unknown end, and not called a success', async () => {
      start({ name: 'web-dev' });
      const begun = await deploy();
      argo.put(run(argo.get('web-dev'), 'Running'));
      assert.equal((await platform.getOperation(begun.id)).state, 'Running');
      argo.put(
        draft({
          name: 'web-dev',
          status: { operationState: { phase: 'Succeeded', startedAt: '2099-01-01T00:00:00Z' } },
        }),
      );
      const lost = await platform.getOperation(begun.id);
      assert.deepEqual([lost.state, lost.done], ['Unknown', true]);
    });

    it('that fails says why, and is called canceled where it was ended', async () => {
      start({ name: 'web-dev' });
      const failed = await deploy();
      argo.put(run(argo.get('web-dev'), 'Failed', { message: 'one or more objects failed to apply' }));
      const { state, error } = await platform.getOperation(failed.id);
      assert.deepEqual([state, error?.detail], ['Failed', 'one or more objects failed to apply']);
      const { items } = await platform.listDeployments('web', { environment: 'dev' });
      assert.deepEqual(
        items.map((each) => each.state),
        ['Failed', 'Deployed', 'Superseded'],
      );
      const ended = await deploy({}, 'key-3');
      argo.put(run(argo.get('web-dev'), 'Running'));
      argo.handler = ({ method, url }) => {
        if (method !== 'DELETE') return undefined;
        assert.match(url.pathname, /\/web-dev\/operation$/);
        argo.put(run(argo.get('web-dev'), 'Failed', { message: 'Operation terminated' }));
        return { body: {} };
      };
      assert.equal((await platform.cancelOperation(ended.id)).state, 'Canceled');
    });

    it('that restarts runs the action of each workload', async () => {
      start({ name: 'web-dev' });
      argo.answers['/resource-tree'] = {
        nodes: [
          { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: '1' },
          { version: 'v1', kind: 'Service', namespace: 'shop', name: 'web', uid: '2' },
        ],
      };
      argo.handler = ({ method, url }) =>
        method === 'POST' && url.pathname.endsWith('/actions/v2') ? { body: {} } : undefined;
      const done = await deploy({ kind: 'Restart' });
      assert.deepEqual([done.state, done.steps?.map(({ name }) => name)], ['Succeeded', ['Deployment/web']]);
      const { action, resourceName, group, project } = argo.bodies[0] ?? {};
      assert.deepEqual([action, resourceName, group, project], ['restart', 'web', 'apps', 'default']);
    });
  });

  describe('a rollback', () => {
    it('is refused with the reason where Argo CD follows Git by itself', async () => {
      start({ name: 'web-dev', automated: { selfHeal: true } });
      const { items } = await platform.listDeployments('web', { environment: 'dev' });
      assert.deepEqual(
        items.map(({ id, state, rollback }) => [id, state, rollback?.eligible]),
        [
          ['argocd.web-dev.1', 'Deployed', false],
          ['argocd.web-dev.0', 'Superseded', false],
        ],
      );
      assert.match(items[1]?.rollback?.reason ?? '', /^AutoSync: .*Git/);
      const error = await refused(deploy({ kind: 'Rollback', toDeployment: 'argocd.web-dev.0' }));
      assert.equal(error.code, 'blocked');
      assert.equal(argo.bodies.length, 0);
    });

    it('goes to an entry of the history elsewhere, and is found again though it carries no key', async () => {
      start({ name: 'web-dev', automated: { enabled: false } });
      argo.handler = ({ method, url }, body) => {
        if (url.pathname.endsWith('/manifests')) return { body: { manifests: [] } };
        if (method !== 'POST') return undefined;
        assert.deepEqual([url.pathname.split('/').at(-1), body['id']], ['rollback', 0]);
        const next = { ...argo.get('web-dev'), operation: { sync: { revision: commit('b') } } };
        argo.put(next);
        return { body: next };
      };
      const begun = await deploy({ kind: 'Rollback', toDeployment: 'argocd.web-dev.0' });
      argo.put(run(argo.get('web-dev'), 'Succeeded'));
      assert.equal((await platform.getOperation(begun.id)).state, 'Succeeded');
    });
  });

  it('knows what Git has of a service', async () => {
    const values = { helm: { valueFiles: ['$cfg/envs/dev.yaml', '../common.yaml', 'https://x/y.yaml'] } };
    start(
      {
        name: 'web-dev',
        spec: {
          source: undefined,
          sources: [
            { repoURL: 'https://charts.example.com', chart: 'web', targetRevision: '1.2.3', ...values },
            { repoURL: 'https://git.example.com/cfg.git', targetRevision: 'main', ref: 'cfg' },
          ],
        },
      },
      { name: 'api-dev', status: { sourceType: 'Kustomize' } },
    );
    assert.deepEqual(await platform.sources.of('web', 'dev'), {
      repository: 'https://git.example.com/cfg.git',
      branch: 'main',
      path: '',
      format: 'Helm',
      valueFiles: ['envs/dev.yaml'],
      images: ['registry.example.com/web-dev:1.0.0'],
      commit: commit('a'),
      history: [{ deployment: 'argocd.web-dev.0', commit: commit('b') }],
    });
    const api = await platform.sources.of('api', 'dev');
    assert.deepEqual([api?.format, api?.path, api?.branch], ['Kustomize', 'apps/api-dev', 'main']);
  });

  it('reads the log of every instance, and of one container where there are several', async () => {
    start({ name: 'web-dev' });
    const line = (content: string, at: string, last = false): string =>
      `data: ${JSON.stringify({ result: { content, timeStampStr: at, podName: last ? '' : 'web-1', last } })} \n\n\n`;
    const asked: string[] = [];
    const send = argo.send.bind(argo);
    argo.send = (request) => {
      if (!request.url.pathname.endsWith('/logs')) return send(request);
      asked.push(request.url.searchParams.get('container') ?? '');
      const text =
        asked.length === 1
          ? line(
              'a container name must be specified for pod web-1, choose one of: [proxy web]',
              '2026-01-01T00:00:00Z',
            ) + line('', '2026-01-01T00:00:01Z', true)
          : line('one', '2026-01-01T00:00:01.5Z') +
            line('two', '2026-01-01T00:00:02Z') +
            line('', '2026-01-01T00:00:03Z', true);
      return Promise.resolve({
        status: 200,
        header: () => 'text/event-stream',
        body: (async function* () {
          await Promise.resolve();
          yield new TextEncoder().encode(text);
        })(),
      });
    };
    const lines = [];
    for await (const { message, instance, container } of platform.logs('web', 'dev', { tail: 5 })) {
      lines.push([message, instance, container]);
    }
    assert.deepEqual(lines, [
      ['one', 'web-1', 'web'],
      ['two', 'web-1', 'web'],
    ]);
    assert.deepEqual(asked, ['', 'web']);
  });

  it('says what it is and how one signs in', async () => {
    start({ name: 'web-dev' });
    const settings = { appLabelKey: 'x', url: 'https://argo.example.com' };
    argo.answers['/version'] = { Version: 'v3.4.5' };
    argo.answers['/settings'] = {
      ...settings,
      oidcConfig: { issuer: 'https://id.example.com', clientID: 'web', cliClientID: 'cli' },
    };
    const info = await platform.getInfo();
    assert.deepEqual([info.serverVersion, info.auth?.type, info.auth?.clientId], ['v3.4.5', 'oidc', 'cli']);
    assert.equal(info.capabilities['templates'], undefined);
    argo.answers['/settings'] = { ...settings, dexConfig: { connectors: [{ name: 'x', type: 'oidc' }] } };
    assert.equal((await platform.getInfo({ fresh: true })).auth?.issuer, 'https://argo.example.com/api/dex');
    argo.answers['/settings'] = settings;
    const { auth } = await platform.getInfo({ fresh: true });
    assert.deepEqual(
      [auth?.type, auth?.tokenHelpUrl],
      ['token', 'https://argo.example.com/settings/accounts'],
    );
    argo.answers['/userinfo'] = { loggedIn: true, username: 'ada', groups: ['team'] };
    assert.deepEqual(await platform.getMe(), {
      user: { id: 'ada', displayName: 'ada', type: 'user' },
      groups: ['team'],
    });
    argo.answers['/userinfo'] = {};
    assert.equal((await refused(platform.getMe({ fresh: true }))).code, 'unauthenticated');
  });
});

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 2_000;
  while (!isSo()) {
    if (Date.now() > end) throw new assert.AssertionError({ message: 'It did not come.' });
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
