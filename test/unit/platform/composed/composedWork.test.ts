import assert from 'node:assert/strict';
import { PlatformError } from '../../../../src/model/errors.js';
import type { WatchEvent } from '../../../../src/model/platform.js';
import { argo, away, Bed, cluster, serviceOf, stateOf, until } from './composedBed.js';

describe('what is done and followed through a composed platform', () => {
  it('sends what changes something to the part that has the service there, and finds its operation again', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    const at = { kind: 'Restart', environment: 'development' } as const;
    const operation = await platform.createDeployment('checkout', at, { idempotencyKey: 'k' });
    assert.equal(operation.id, 'kubernetes:op_1');
    assert.ok(!bed.argocd.calls.some((call) => call.startsWith('Restart')));
    assert.equal((await platform.getOperation('kubernetes:op_1')).id, 'kubernetes:op_1');
    assert.ok(bed.kubernetes.calls.includes('operation op_1'));
    await platform.createDeployment(
      'checkout',
      { ...at, environment: 'production' },
      { idempotencyKey: 'k2' },
    );
    assert.ok(bed.argocd.calls.includes('Restart checkout production'));
    const { items = [] } = (await platform.operations?.list()) ?? {};
    assert.deepEqual(items.map(({ id }) => id).sort(), ['argocd:op_1', 'kubernetes:op_1']);
    assert.equal(stateOf(await serviceOf(platform, 'checkout'), 'production').operation, 'argocd:op_7');
  });

  it('says which part takes no manifest, and asks the first question of none that is a stranger', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    const wanted = { kind: 'Deploy', release: 'manifest-0123456789abcdef' } as const;
    await assert.rejects(
      platform.planDeployment('checkout', { ...wanted, environment: 'production' }),
      /Argo CD runs checkout in production and takes no manifest/,
    );
  });

  it('names the operation of a refusal by its part', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    await serviceOf(platform, 'checkout');
    const problem = {
      type: '/problems/operation-in-progress',
      title: 'Busy',
      status: 409,
      operation: 'op_7',
    };
    bed.argocd.fault = new PlatformError('operation-in-progress', 'Busy.', { problem });
    await assert.rejects(
      platform.createDeployment(
        'checkout',
        { kind: 'Deploy', environment: 'production' },
        { idempotencyKey: 'k' },
      ),
      (error) => PlatformError.is(error) && error.problem?.operation === 'argocd:op_7',
    );
  });

  it('tells the engines what a service is to the catalogue, before the first question about it', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    const asked = platform.logs('checkout', 'development')[Symbol.asyncIterator]();
    assert.equal((await asked.next()).done, false);
    assert.deepEqual(
      bed.kubernetes.bound.map(({ service }) => service),
      ['checkout'],
    );
    assert.ok(!bed.catalog.calls.includes('services'), 'one service is asked for, not all');
  });

  it('reads logs where the service is, by another part while the first one is away', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    const lines = async (environment: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const { message } of platform.logs('checkout', environment)) found.push(message);
      return found;
    };
    assert.deepEqual(await lines('development'), [`a line of ${cluster}`]);
    assert.deepEqual(await lines('production'), [`a line of ${argo}`]);
    bed.argocd.fault = away;
    await serviceOf(platform, 'checkout');
    assert.deepEqual(await lines('production'), [`a line of ${cluster}`]);
  });

  it('lists the deployments of all parts, each of the environments that are its own', async () => {
    const bed = new Bed();
    const deployment = (id: string, environment: string, createdAt: string) => ({
      id,
      service: 'checkout',
      environment,
      kind: 'Deploy' as const,
      state: 'Deployed' as const,
      release: { id, version: id, createdAt },
      createdAt,
    });
    bed.argocd.deployments.push(deployment('a1', 'production', '2026-11-20T10:00:00Z'));
    bed.kubernetes.deployments.push(
      deployment('k1', 'development', '2026-11-21T10:00:00Z'),
      deployment('k2', 'production', '2026-11-21T11:00:00Z'),
    );
    const platform = bed.compose();
    await platform.getInfo();
    const ids = async (environment?: string) =>
      (
        await platform.listDeployments('checkout', environment === undefined ? {} : { environment })
      ).items.map(({ id }) => id);
    assert.deepEqual(await ids(), ['k1', 'a1']);
    assert.deepEqual(await ids('production'), ['a1']);
  });

  it('refuses what no part offers, in a sentence', async () => {
    const bed = new Bed();
    const platform = bed.compose();
    await platform.getInfo();
    await assert.rejects(platform.getSchema('x'), (error) => PlatformError.is(error, 'not-implemented'));
    assert.throws(
      () => platform.watch(),
      (error) => PlatformError.is(error, 'not-implemented'),
    );
  });

  it('follows the changes of all parts; a broken stream is opened again alone', async () => {
    const bed = new Bed();
    for (const part of [bed.argocd, bed.kubernetes]) part.capabilities['watch'] = { level: 'Stream' };
    const platform = bed.compose({ timing: { patienceMs: 50, restMs: 5, capMs: 5 } });
    await platform.getInfo();
    let isOpen = false;
    const stop = new AbortController();
    const seen: WatchEvent[] = [];
    const following = (async () => {
      const opened = (): void => void (isOpen = true);
      for await (const event of platform.watch({ opened, signal: stop.signal })) seen.push(event);
    })();
    await until(() => isOpen);
    bed.argocd.streams[0]?.push({
      id: '1',
      type: 'platform.operation.changed',
      subject: 'op_1',
      sequence: 1,
    });
    await until(() => seen.length === 1);
    assert.deepEqual(seen[0], { id: 'argocd:1', type: 'platform.operation.changed', subject: 'argocd:op_1' });
    bed.kubernetes.streams[0]?.break();
    await until(() => bed.kubernetes.streams.length === 2 && seen.length === 2);
    assert.equal(seen[1]?.type, 'platform.catalog.reset', 'what was missed is read again');
    bed.argocd.streams[0]?.push({ id: '2', type: 'platform.service.changed', subject: 'cart' });
    await until(() => seen.length === 3);
    assert.equal(bed.argocd.streams.length, 1);
    stop.abort();
    await assert.rejects(following, { name: 'AbortError' });
  });
});
