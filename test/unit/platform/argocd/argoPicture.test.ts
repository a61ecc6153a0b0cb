import assert from 'node:assert/strict';
import type { ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { WatchEvent } from '../../../../src/model/platform.js';
import { createLiveState } from '../../../../src/platform/live/liveState.js';
import { ArgoBed, refused, until } from './argoBed.js';
import { commit, draft, run } from './fakeArgo.js';

describe('the picture of Argo CD', () => {
  let bed: ArgoBed;
  afterEach(() => bed.dispose());

  it('takes one list, whoever asks, and puts environments in promotion order', async () => {
    bed = new ArgoBed(
      { name: 'web-prod', health: 'Degraded', sync: 'OutOfSync' },
      { name: 'web-dev' },
      { name: 'api-dev' },
    );
    const [{ items: services }, { items: environments }] = await Promise.all([
      bed.platform.listServices(),
      bed.platform.listEnvironments(),
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
    const overlaid = await bed.platform.overlay.environmentsOf(['web', 'nowhere']);
    assert.deepEqual([...overlaid.keys()], ['web']);
    assert.equal(bed.argo.lists, 1);
  });

  it('asks only for the project and the labels that the rules name', async () => {
    bed = new ArgoBed({ name: 'web' });
    bed.connect({ project: 'shop', selector: 'tier=front' });
    await bed.platform.listServices();
    assert.match(bed.argo.seen[0] ?? '', /&selector=tier=front&projects=shop$/);
  });

  it('names services as the catalogue does, and finds one of them by its name there', async () => {
    bed = new ArgoBed({ name: 'pay-prod' }, { name: 'web-dev' });
    bed.platform.overlay.bind([{ service: 'shop/payments', annotations: { 'argocd/app-name': 'pay-prod' } }]);
    const found = await bed.platform.overlay.environmentsOf(['shop/payments']);
    const [place] = found.get('shop/payments') ?? [];
    assert.equal(place?.environment, 'prod');
    const bound = place.conditions?.find(({ type }) => type === 'Bound');
    assert.deepEqual(
      [bound?.reason, bound?.message],
      ['Annotation', 'Application pay-prod, by the annotations of the catalogue.'],
    );
    assert.equal((await bed.platform.getService('shop/payments')).name, 'payments');
  });

  it('tells of what changes through one stream, however many listen, and answers from memory meanwhile', async () => {
    bed = new ArgoBed({ name: 'web-dev' });
    const stop = new AbortController();
    const heard: WatchEvent[] = [];
    const listen = async (): Promise<void> => {
      for await (const event of bed.platform.watch({ signal: stop.signal })) heard.push(event);
    };
    const listening = [listen().catch(() => undefined), listen().catch(() => undefined)];
    await until(() => heard.some(({ subject }) => subject === 'web'));
    await until(() => bed.argo.count('nobody') === 1);
    heard.length = 0;
    bed.argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
    await until(() => heard.length === 2);
    assert.deepEqual(
      heard.map(({ type, subject }) => [type, subject]),
      Array(2).fill(['platform.service.changed', 'web']),
    );
    const { items } = await bed.platform.listServices({}, { fresh: true });
    assert.equal(items[0]?.environments?.[0]?.health, 'Degraded');
    heard.length = 0;
    bed.argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
    bed.argo.put(draft({ name: 'web-prod' }));
    await until(() => heard.length >= 4);
    assert.deepEqual(
      [...new Set(heard.map(({ type }) => type))],
      ['platform.environment.changed', 'platform.service.changed'],
    );
    bed.argo.remove('web-prod');
    await until(() => heard.length >= 8);
    assert.equal((await bed.platform.listEnvironments({}, { fresh: true })).items.length, 1);
    assert.deepEqual([bed.argo.opened, bed.argo.lists], [1, 1]);
    stop.abort();
    await Promise.all(listening);
    await until(() => bed.argo.streams === 0);
  });

  it('makes the first picture before it takes in what the watch tells again', async () => {
    bed = new ArgoBed({ name: 'web-dev', history: [{ id: 7, revision: commit('c') }] });
    const stop = new AbortController();
    const isWhole = async (): Promise<boolean> => {
      const { items } = await bed.platform.listServices();
      return items[0]?.environments?.[0]?.current?.id === 'argocd.web-dev.7';
    };
    let listening: Promise<unknown> | undefined;
    await new Promise<void>((opened) => {
      const watching = bed.platform.watch({ signal: stop.signal, opened })[Symbol.asyncIterator]();
      listening = watching.next();
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(await isWhole(), false);
    await until(isWhole);
    assert.equal(bed.argo.lists, 1);
    stop.abort();
    await listening;
  });

  it('rejects the watch when the stream ends, and takes it up without a list within a minute, missing nothing', async () => {
    bed = new ArgoBed({ name: 'web-dev' });
    const watching = bed.platform.watch()[Symbol.asyncIterator]();
    await watching.next();
    await until(() => bed.argo.streams === 1);
    const next = (async (): Promise<unknown> => {
      for (;;) await watching.next();
    })();
    bed.argo.hangUp();
    assert.equal((await refused(next)).code, 'unreachable');
    bed.argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
    const again = bed.platform.watch()[Symbol.asyncIterator]();
    const { value } = (await again.next()) as IteratorYieldResult<WatchEvent>;
    assert.deepEqual([value.type, value.subject], ['platform.service.changed', 'web']);
    assert.deepEqual([bed.argo.opened, bed.argo.lists], [2, 1]);
    await again.return?.();
  });

  it('misses nothing that changes while Argo CD tells a new listener what everything is', async () => {
    bed = new ArgoBed({ name: 'web-dev' }, { name: 'api-dev' });
    const stop = new AbortController();
    const heard: string[] = [];
    const listening = (async (): Promise<void> => {
      for await (const { subject = '' } of bed.platform.watch({ signal: stop.signal })) heard.push(subject);
    })().catch(() => undefined);
    await until(() => heard.includes('web'));
    heard.length = 0;
    bed.argo.isDeaf = true;
    bed.argo.put(draft({ name: 'web-dev', health: 'Degraded', history: [{ id: 7, revision: commit('c') }] }));
    bed.argo.remove('api-dev');
    bed.argo.isDeaf = false;
    await until(() => heard.includes('web') && heard.includes('api'));
    const places = async (): Promise<readonly ServiceEnvironment[]> => {
      const { items } = await bed.platform.listServices();
      return items.flatMap(({ environments = [] }) => environments);
    };
    await until(async () => (await places())[0]?.current?.id === 'argocd.web-dev.7');
    assert.deepEqual(
      (await places()).map(({ health }) => health),
      ['Degraded'],
    );
    assert.equal(bed.argo.lists, 2);
    stop.abort();
    await listening;
  });

  it('reads no second list where nothing changed meanwhile', async () => {
    bed = new ArgoBed({ name: 'web-dev' });
    const stop = new AbortController();
    const watching = bed.platform.watch({ signal: stop.signal })[Symbol.asyncIterator]();
    await watching.next();
    await until(() => bed.argo.count('nobody') === 1);
    await bed.platform.listServices();
    assert.equal(bed.argo.lists, 1);
    stop.abort();
  });

  it('is the live one of every view, with one list, one watch and no request for each change', async () => {
    bed = new ArgoBed({ name: 'web-dev' }, { name: 'web-prod' }, { name: 'api-dev' });
    bed.argo.answers['/settings'] = { appLabelKey: 'x' };
    bed.argo.answers['/version'] = {};
    const live = createLiveState(bed.platform);
    const place = (name: string): string => {
      return live.snapshot.services.get(name)?.environments?.[0]?.health ?? '';
    };
    try {
      await until(() => live.snapshot.status === 'live' && live.snapshot.services.size === 2);
      await until(() => bed.argo.count('nobody') === 1);
      bed.argo.put(draft({ name: 'web-dev', health: 'Degraded' }));
      await until(() => place('web') === 'Degraded');
      bed.argo.put(
        run(bed.argo.get('api-dev'), 'Running', { operation: { initiatedBy: { username: 'eve' } } }),
      );
      await until(() =>
        [...live.snapshot.operations.values()].some(
          ({ state, createdBy }) => state === 'Running' && createdBy?.id === 'eve',
        ),
      );
      assert.ok(live.snapshot.services.get('api')?.environments?.[0]?.operation);
      bed.argo.put(run(bed.argo.get('api-dev'), 'Succeeded'));
      await until(() => [...live.snapshot.operations.values()].every(({ done }) => done));
      const asked = bed.argo.seen.filter((line) => !/settings|version|projects|nobody/.test(line));
      assert.equal(asked.length, 2, asked.join('\n'));
    } finally {
      live.dispose();
    }
  });

  it('says which version runs, since when, and of which commit', async () => {
    bed = new ArgoBed({
      name: 'web-dev',
      images: ['r.example.com/web:1.4.2@sha256:abc', 'r.example.com/proxy:9'],
    });
    const { environments } = await bed.platform.getService('web');
    const { id, version, commit: told, finishedAt, by } = environments?.[0]?.current ?? {};
    assert.deepEqual(
      [id, version, told?.message, finishedAt, by?.id],
      ['argocd.web-dev.1', '1.4.2', 'On a', '2026-01-02T10:00:00Z', 'argocd'],
    );
    await bed.platform.getService('web');
    assert.equal(bed.argo.count('/metadata'), 1);
  });

  it('tells what Argo CD complains of, who made the Application, and that it follows Git', async () => {
    bed = new ArgoBed({
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
    const { environments } = await bed.platform.getService('web');
    const place = environments?.[0];
    assert.equal(
      place?.message,
      'Argo CD cannot read what Git has of web-dev: no such path. Mend apps/web-dev in https://git.example.com/config.git.',
    );
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
