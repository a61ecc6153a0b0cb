import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DeploymentRequest } from '../../../src/model/delivery.js';
import { PlatformError } from '../../../src/model/errors.js';
import { DeliveryBed, production, promote, staging } from './deliveryBed.js';
import { deployment } from './fakeEngine.js';

describe('Git delivery', function () {
  this.timeout(60_000);
  let bed: DeliveryBed;

  beforeEach(() => {
    bed = new DeliveryBed();
  });
  afterEach(() => bed.dispose());

  it('plans what would change in Git, to the line', async () => {
    const plan = await bed.platformWith().planDeployment('orders', promote);
    assert.deepEqual(plan.blocks, []);
    assert.equal(plan.from?.version, '1.0.0');
    assert.equal(plan.toRelease?.version, '1.1.0');
    assert.match(plan.unifiedDiff ?? '', /^- {4}newTag: 1\.0\.0\n\+ {4}newTag: 1\.1\.0$/m);
    assert.equal(plan.unifiedDiff?.match(/^[-+](?![-+])/gm)?.length, 2);
    assert.deepEqual(plan.changes, [
      {
        action: 'Update',
        resource: 'image/registry.example/orders',
        pointer: 'envs/production/kustomization.yaml#/images/0',
        before: 'registry.example/orders:1.0.0',
        after: 'registry.example/orders:1.1.0',
      },
    ]);
    assert.equal(plan.before, `# envs/production/kustomization.yaml\n${production}`);
    assert.equal(plan.after, `# envs/production/kustomization.yaml\n${production.replace('1.0.0', '1.1.0')}`);
    assert.deepEqual(bed.host.branches(), ['main']);
  });

  it('pushes one branch with exactly that, and follows it until it is live', async () => {
    const platform = bed.platformWith();
    const { operation, branch } = await bed.branchOf(platform);
    assert.match(branch, /^golden-path\/orders-production-1\.1\.0-[\da-f]{10}$/);
    assert.deepEqual(bed.host.branches(), [branch, 'main']);
    assert.equal(operation.state, 'Blocked');
    assert.equal(operation.blockedBy?.reason, 'ApprovalRequired');
    const diff = bed.host.git(bed.host.bare, 'diff', '--numstat', 'main', branch);
    assert.equal(diff, '1\t1\tenvs/production/kustomization.yaml');
    assert.equal(
      bed.host.read(branch, 'envs/production/kustomization.yaml'),
      production.replace('1.0.0', '1.1.0'),
    );
    assert.equal(
      bed.host.git(bed.host.bare, 'log', '-1', '--format=%an <%ae> %cn %s', branch),
      'Jo Example <jo@acme.example> Jo Example Promote orders to production: 1.1.0',
    );
    assert.equal((await platform.getService('orders')).environments?.[0]?.operation, operation.id);

    const seen: string[] = [];
    const following = (async () => {
      for await (const event of platform.operationEvents(operation.id)) {
        seen.push(`${event.type} ${event.state ?? ''}`);
      }
    })();
    const merged = bed.host.merge(branch, 'merge');
    assert.match((await bed.until(platform, operation.id, 'Running')).message ?? '', /^Merged as /);
    bed.engine.deployments.unshift(deployment('p2', 'production', '1.1.0'));
    bed.engine.runs('production', bed.source('production', '1.1.0', { commit: merged }));
    const ended = await bed.until(platform, operation.id, 'Succeeded');
    assert.equal(ended.target, '/services/orders/deployments/p2');
    await following;
    assert.deepEqual([seen[0], ...seen.slice(-2)], ['state Blocked', 'state Succeeded', 'done Succeeded']);
    const { items } = await platform.listDeployments('orders', { environment: 'production' });
    assert.equal(items[0]?.kind, 'Promote');
    assert.equal(items[0].promotedFrom, 'staging');
    assert.equal(items[0].operation, operation.id);
    assert.equal((await platform.getService('orders')).environments?.[0]?.operation, undefined);
  });

  it('knows a branch that was squashed, though others changed the file as well', async () => {
    const platform = bed.platformWith();
    const { operation, branch } = await bed.branchOf(platform);
    bed.host.commit({ 'envs/staging/kustomization.yaml': `${staging}# more\n` }, 'Else');
    bed.host.merge(branch, 'squash');
    bed.host.commit(
      { 'envs/production/kustomization.yaml': `${production.replace('1.0.0', '1.1.0')}# later\n` },
      'Later',
    );
    await bed.until(platform, operation.id, 'Running');
  });

  it('ends as canceled when the branch goes unmerged, and as failed when what is live does not get well', async () => {
    const platform = bed.platformWith();
    const first = await bed.branchOf(platform, 'one');
    bed.host.git(bed.host.bare, 'update-ref', '-d', `refs/heads/${first.branch}`);
    assert.match(
      (await bed.until(platform, first.operation.id, 'Canceled')).message ?? '',
      /without being merged/,
    );

    const second = await bed.branchOf(platform, 'two');
    const merged = bed.host.merge(second.branch, 'merge');
    await bed.until(platform, second.operation.id, 'Running');
    bed.engine.runs('production', bed.source('production', '1.1.0', { commit: merged }), 'Degraded');
    bed.now += 60_000;
    assert.equal((await platform.getOperation(second.operation.id)).state, 'Running');
    bed.now += 121_000;
    const failed = await bed.until(platform, second.operation.id, 'Failed');
    assert.match(failed.error?.detail ?? '', /Degraded/);
  });

  it('makes one branch of one key, in whatever way it is sent again', async () => {
    const platform = bed.platformWith();
    const plan = await platform.planDeployment('orders', promote);
    const [one, two] = await Promise.all([bed.send(platform, plan, 'key'), bed.send(platform, plan, 'key')]);
    assert.equal(one.id, two.id);
    assert.equal((await bed.send(bed.platformWith(), plan, 'key')).id, one.id);
    assert.equal(bed.host.branches().length, 2);
    await assert.rejects(bed.send(platform, plan, 'key', { reason: 'other' }), (error) =>
      PlatformError.is(error, 'idempotency-key-reused'),
    );
  });

  it('warns of another change that waits, and lets two of them be', async () => {
    const platform = bed.platformWith();
    const first = await bed.branchOf(platform, 'one');
    const plan = await platform.planDeployment('orders', promote);
    const warning = plan.warnings?.find(({ code }) => code === 'change-waits');
    assert.match(warning?.message ?? '', new RegExp(first.branch));
    await assert.rejects(bed.send(platform, plan, 'two'), (error) =>
      PlatformError.is(error, 'must-acknowledge'),
    );
    await bed.send(platform, plan, 'two', { acknowledge: ['change-waits'] });
    assert.equal(bed.host.branches().length, 3);
    const { items } = (await platform.operations?.list({ environment: 'production' })) ?? { items: [] };
    assert.equal(items.length, 2);
    assert.equal(((await platform.operations?.list({ environment: 'staging' }))?.items ?? []).length, 0);
  });

  it('calls off what it pushed and nothing else', async () => {
    const platform = bed.platformWith();
    const first = await bed.branchOf(platform, 'one');
    assert.equal((await platform.cancelOperation(first.operation.id)).state, 'Canceled');
    assert.deepEqual(bed.host.branches(), ['main']);

    const second = await bed.branchOf(platform, 'two');
    bed.host.git(bed.host.work, 'fetch', '--quiet', 'origin');
    bed.host.git(bed.host.work, 'checkout', '--quiet', second.branch);
    writeFileSync(path.join(bed.host.work, 'more.txt'), 'more');
    bed.host.git(bed.host.work, 'add', '--all');
    bed.host.git(bed.host.work, 'commit', '--quiet', '-m', 'More');
    bed.host.git(bed.host.work, 'push', '--quiet', 'origin', `HEAD:${second.branch}`);
    const left = await platform.cancelOperation(second.operation.id);
    assert.equal(left.state, 'Canceled');
    assert.match(left.message ?? '', /^Others pushed to the branch\. .*The branch golden-path\/.* stays/);
    assert.equal(bed.host.branches().length, 2);
  });

  it('rolls back by restoring the images of an earlier commit', async () => {
    const old = bed.host.commitOf('main');
    bed.host.commit(
      {
        'envs/production/kustomization.yaml': `${production.replace('1.0.0', '1.1.0')}namePrefix: p-\n`,
        'envs/production/patch.yaml': 'kind: Deployment\n',
      },
      'Release 1.1.0',
    );
    bed.engine.deployments.unshift(deployment('p2', 'production', '1.1.0'));
    bed.engine.deployments[1] = deployment('p1', 'production', '1.0.0', {
      state: 'Superseded',
      rollback: { eligible: false, reason: 'Auto-sync is on.' },
    });
    bed.engine.runs(
      'production',
      bed.source('production', '1.1.0', { history: [{ deployment: 'p1', commit: old }] }),
    );
    const platform = bed.platformWith();
    const { items } = await platform.listDeployments('orders', { environment: 'production' });
    assert.equal(items.find(({ id }) => id === 'p1')?.rollback?.eligible, true);
    assert.notEqual(items[0]?.rollback?.eligible, true);

    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p1' };
    const plan = await platform.planDeployment('orders', request);
    assert.equal(plan.toRelease?.version, '1.0.0');
    // An engine such as Argo CD names it by its commit; what that was, Git tells once it was cloned.
    const release = { id: old, version: old.slice(0, 7), createdAt: '2026-01-01T00:00:00Z' };
    bed.engine.deployments[1] = deployment('p1', 'production', '', { state: 'Superseded', release });
    const past = (await platform.listDeployments('orders', { environment: 'production' })).items[1];
    assert.deepEqual([past?.release.version, past?.rollback?.eligible], ['1.0.0', true]);
    assert.equal((await platform.planDeployment('orders', request)).toRelease?.version, '1.0.0');
    assert.deepEqual(
      plan.commits?.map(({ message }) => message),
      ['Release 1.1.0'],
    );
    assert.equal(plan.after, `# envs/production/kustomization.yaml\n${production}namePrefix: p-\n`);
    const operation = await platform.createDeployment(
      'orders',
      { ...request, planFingerprint: plan.fingerprint, reason: 'It is slow.' },
      { idempotencyKey: 'back' },
    );
    const branch = operation.blockedBy?.name ?? '';
    assert.match(
      bed.host.git(bed.host.bare, 'log', '-1', '--format=%B', branch),
      /^Roll back orders in production to 1\.0\.0\n[^]*Why: It is slow\./,
    );
    assert.equal(bed.host.git(bed.host.bare, 'rev-parse', `${branch}^`), bed.host.commitOf('main'));

    const whole = await bed.platformWith({ rollback: 'folder' }).planDeployment('orders', request);
    assert.deepEqual(
      whole.changes.map(({ action, resource }) => `${action} ${resource}`),
      ['Update image/registry.example/orders', 'Delete file/envs/production/patch.yaml'],
    );
    assert.equal(whole.warnings?.[0]?.code, 'folder-restored');
  });

  it('restores the images that a release names where the engine keeps no commits', async () => {
    const uri = 'pkg:oci/orders?repository_url=registry.example%2Forders&tag=0.9.0';
    const release = { id: 'x', version: '0.9.0', createdAt: '', artifacts: [{ uri, tag: '0.9.0' }] };
    const rollback = { eligible: false, reason: 'Flux brings it.' };
    bed.engine.deployments.push(
      deployment('p0', 'production', '0.9.0', { state: 'Superseded', release, rollback }),
    );
    const platform = bed.platformWith();
    const { items } = await platform.listDeployments('orders', { environment: 'production' });
    assert.equal(items.find(({ id }) => id === 'p0')?.rollback?.eligible, true);
    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p0' };
    const plan = await platform.planDeployment('orders', request);
    assert.deepEqual(plan.blocks, []);
    assert.match(plan.unifiedDiff ?? '', /^\+ {4}newTag: 0\.9\.0$/m);
  });

  it('ends when a later change replaced it before it was live', async () => {
    const platform = bed.platformWith();
    const { operation, branch } = await bed.branchOf(platform);
    bed.host.merge(branch, 'merge');
    const commit = bed.host.commit(
      { 'envs/production/kustomization.yaml': production.replace('1.0.0', '1.2.0') },
      'Newer',
    );
    await bed.until(platform, operation.id, 'Running');
    bed.engine.runs('production', bed.source('production', '1.2.0', { commit }));
    assert.match((await bed.until(platform, operation.id, 'Canceled')).message ?? '', /later change/);
  });
});
