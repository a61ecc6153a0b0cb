import assert from 'node:assert/strict';
import { PlatformError } from '../../../src/model/errors.js';
import type { Operation } from '../../../src/model/delivery.js';
import type { Platform } from '../../../src/model/platform.js';
import { fetchTransport } from '../../../src/platform/http/fetchTransport.js';
import { createHttpPlatform } from '../../../src/platform/http/httpPlatform.js';
import { Bed, buildCli, manifest, run, serverJs } from './bed.js';

describe('the parts of the port, on the local platform', function () {
  this.timeout(60_000);
  let bed: Bed;
  let platform: Platform & Required<Platform>;
  before(async () => {
    await buildCli();
    bed = new Bed();
    await bed.start();
    platform = createHttpPlatform({
      url: bed.platform.url,
      token: () => Promise.resolve(bed.platform.token),
      transport: fetchTransport(),
    }) as Platform & Required<Platform>;
    const folder = bed.source('hello', { 'server.js': serverJs('one') });
    run('git', ['init', '-q', '-b', 'main'], folder);
    run('git', ['add', '.'], folder);
    run('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '-m', 'Begin'], folder);
    const release = await bed.release(manifest('hello'), folder);
    await bed.deploy('hello', { environment: 'development', kind: 'Deploy', release: release.id });
  });
  after(async () => {
    platform.dispose();
    await bed.dispose();
  });

  const key = () => ({ idempotencyKey: crypto.randomUUID() });
  async function ended(operation: Operation): Promise<Operation> {
    return bed.ended(operation.id);
  }

  it('read a place, its events, its deployment, its release and how far it drifted', async () => {
    const leaf = await platform.places.get('hello', 'development');
    assert.equal(leaf.environment, 'development');
    const id = leaf.current?.id ?? '';
    const deployment = await platform.deployments.get('hello', id);
    assert.equal(deployment.state, 'Deployed');
    const release = await platform.deployments.release('hello', deployment.release.id);
    assert.equal(release.id, deployment.release.id);
    assert.ok((await platform.places.events('hello', 'development')).items.length > 0);
    assert.equal((await platform.drift.get('hello')).status, 'Unknown');
  });

  it('count services, and ask who owns them and what the caller may do', async () => {
    const [owners] = await platform.facets.count(['owner']);
    assert.deepEqual(
      owners?.values.map(({ value, count }) => `${String(value)} ${count}`),
      ['group:default/payments 1'],
    );
    assert.deepEqual((await platform.catalog.systems()).items, []);
    await assert.rejects(platform.catalog.system('none'), { code: 'not-found' });
    const { evaluations } = await platform.access.evaluate({
      evaluations: [{ action: { name: 'deploy' }, resource: { type: 'service', id: 'hello' } }],
    });
    assert.deepEqual(
      evaluations.map(({ decision }) => decision),
      [true],
    );
    const { items } = await platform.audit.list({ service: 'hello' });
    assert.ok(items.some(({ outcome }) => outcome === 'Success'));
  });

  it('list operations, and are told that a finished one cannot be decided on or taken up', async () => {
    const [operation] = (await platform.operations.list({ service: 'hello' })).items;
    assert.equal(operation?.state, 'Succeeded');
    const id = operation.id;
    for (const decide of [
      () => platform.approvals.approve(id, {}),
      () => platform.approvals.reject(id, { comment: 'No.' }),
      () => platform.operations.resume(id),
    ]) {
      await assert.rejects(decide(), (error) => error instanceof PlatformError);
    }
  });

  it('plan a template without effect, and run it', async () => {
    const [first] = (await platform.listTemplates()).items;
    const template = await platform.templates.get(first?.name ?? '');
    assert.ok((template.parameters?.length ?? 0) > 0);
    const properties = Object.assign(
      {},
      ...(template.parameters ?? []).map(({ schema }) => schema['properties']),
    ) as Record<string, unknown>;
    const values =
      'owner' in properties ? { name: 'made', owner: 'group:default/payments' } : { name: 'made' };
    const plan = await platform.templates.planRun(template.name, { values });
    assert.ok(plan.files?.some(({ path }) => path === 'README.md'));
    assert.equal((await platform.operations.list()).items.length, 1);
    const started = await platform.templates.run(
      template.name,
      { values, planFingerprint: plan.fingerprint },
      key(),
    );
    assert.equal((await ended(started)).state, 'Succeeded');
  });

  it('list the actions of a place, plan one and run it', async () => {
    const place = { service: 'hello', environment: 'development' };
    const actions = (await platform.actions.list(place)).items;
    assert.ok(actions.some(({ name }) => name === 'smoke-test'));
    const plan = await platform.actions.planRun('smoke-test', { ...place, values: {} });
    assert.ok(plan.fingerprint.length > 0);
    const started = await platform.actions.run('smoke-test', { ...place, values: {} }, key());
    assert.equal((await ended(started)).state, 'Succeeded');
  });

  it('are refused a resource that is never made alone, in the words of the platform', async () => {
    const wanted = { type: 'volume', environment: 'development', name: 'files' };
    for (const ask of [
      () => platform.resources.planCreate(wanted),
      () => platform.resources.create(wanted, key()),
      () => platform.resources.planDelete('none'),
      () => platform.resources.delete('none', { planFingerprint: '' }, key()),
      () => platform.resources.get('none'),
    ]) {
      await assert.rejects(ask(), (error) => error instanceof PlatformError);
    }
    assert.deepEqual((await platform.resources.list({ environment: 'development' })).items, []);
  });

  it('declare an incident, acknowledge it and resolve it', async () => {
    const { id } = await platform.incidents.create({ title: 'Slow', service: 'hello' });
    assert.deepEqual(
      (await platform.incidents.list({ service: 'hello' })).items.map((incident) => incident.id),
      [id],
    );
    assert.equal((await platform.incidents.update(id, { status: 'Acknowledged' })).status, 'Acknowledged');
    await platform.incidents.update(id, { status: 'Resolved', comment: 'Restarted.' });
    const { status, updates } = await platform.incidents.get(id);
    assert.equal(status, 'Resolved');
    assert.ok(updates?.some(({ message }) => message === 'Restarted.'));
  });

  it('follow the build of a release to its end', async () => {
    const [run] = (await platform.pipelines.list('hello')).items;
    assert.equal((await platform.pipelines.get(run?.id ?? '')).state, 'Succeeded');
    const types: string[] = [];
    for await (const { type } of platform.pipelines.events(run?.id ?? '')) types.push(type);
    assert.equal(types.at(-1), 'done');
  });

  it('measure', async () => {
    assert.equal((await platform.measures.dora('hello', { environment: 'development' })).deployments, 1);
    assert.equal((await platform.measures.portfolio({ owner: 'group:default/payments' })).services, 1);
    assert.deepEqual(await platform.measures.slos('hello'), []);
    assert.ok(Array.isArray(await platform.measures.scorecards('hello')));
  });

  it('take feedback, which is answered by nothing', async () => {
    await assert.doesNotReject(platform.feedback.send({ message: 'Nice.', rating: 5 }));
    await assert.rejects(platform.feedback.send({ message: '' }), { code: 'invalid-request' });
  });

  it('make an environment for a while and delete it', async () => {
    const request = { name: 'try-out', service: 'hello', branch: 'main', ttl: '1h' };
    const { fingerprint } = await platform.environments.planCreate(request);
    const made = await platform.environments.create({ ...request, planFingerprint: fingerprint }, key());
    assert.equal((await ended(made)).state, 'Succeeded');
    assert.equal((await platform.environments.get('try-out')).type, 'ephemeral');
    let opened = (): void => undefined;
    const isOpen = new Promise<void>((resolve) => (opened = resolve));
    const log = (async () => {
      const call = { opened, signal: AbortSignal.timeout(20_000) };
      for await (const { id } of platform.logs('hello', 'try-out', { follow: true }, call)) assert.ok(id);
    })();
    await isOpen;
    const planFingerprint = (await platform.environments.planDelete('try-out')).fingerprint;
    const confirmed = { planFingerprint, reason: 'the pull request is merged' };
    await assert.rejects(
      platform.environments.delete('try-out', { ...confirmed, planFingerprint: 'of another plan' }, key()),
      { code: 'stale-plan' },
    );
    const gone = await platform.environments.delete('try-out', confirmed, key());
    assert.equal((await ended(gone)).state, 'Succeeded');
    const told = (await platform.audit.list({ environment: 'try-out' })).items;
    const done = told.find(({ action, outcome }) => action === 'deleteEnvironment' && outcome === 'Success');
    assert.equal(done?.reason, confirmed.reason);
    await assert.rejects(platform.environments.get('try-out'), { code: 'not-found' });
    await assert.rejects(log, { code: 'not-found', message: /no environment "try-out"/ });
  });
});
