import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeploymentRequest, Operation, Plan } from '../../../src/model/delivery.js';
import type { ConfigSource } from '../../../src/model/engine.js';
import { PlatformError, UserError } from '../../../src/model/errors.js';
import type { Platform } from '../../../src/model/platform.js';
import { withGitDelivery, type GitDeliveryOptions } from '../../../src/platform/gitops/gitDelivery.js';
import { deployment, FakeEngine } from './fakeEngine.js';
import { GitHost, gitEnv } from './gitHost.js';

const production = `# what runs in production
resources:
  - ../../base
images:
  - name: registry.example/orders # ours
    newTag: 1.0.0
  - name: registry.example/proxy
    newTag: "2.0"
`;
const staging = production.replace('1.0.0', '1.1.0').replace('production', 'staging');

const promote: DeploymentRequest = {
  kind: 'Promote',
  environment: 'production',
  fromEnvironment: 'staging',
  release: 'release-1.1.0',
};

describe('Git delivery', function () {
  this.timeout(60_000);
  let host: GitHost;
  let cache: string;
  let engine: FakeEngine;
  let now: number;

  function source(environment: string, version: string, more: Partial<ConfigSource> = {}): ConfigSource {
    return {
      repository: host.address,
      branch: 'main',
      path: `envs/${environment}`,
      format: 'Kustomize',
      images: [`registry.example/orders:${version}`, 'registry.example/proxy:2.0'],
      commit: host.commitOf('main'),
      ...more,
    };
  }

  function platformWith(options: Partial<GitDeliveryOptions> = {}): Platform {
    return withGitDelivery(engine.platform, {
      folder: cache,
      env: host.env,
      clock: { now: () => now },
      pace: () => 20,
      ...options,
    });
  }

  function send(
    platform: Platform,
    plan: Plan,
    key: string,
    more: Partial<DeploymentRequest> = {},
  ): Promise<Operation> {
    const request = { ...promote, planFingerprint: plan.fingerprint, ...more };
    return platform.createDeployment('orders', request, { idempotencyKey: key });
  }

  async function branchOf(
    platform: Platform,
    key = 'key',
  ): Promise<{ operation: Operation; branch: string }> {
    const plan = await platform.planDeployment('orders', promote);
    const operation = await send(platform, plan, key);
    return { operation, branch: operation.blockedBy?.name ?? '' };
  }

  async function until(platform: Platform, id: string, state: string): Promise<Operation> {
    for (const deadline = Date.now() + 20_000; ;) {
      now += 1000;
      const operation = await platform.getOperation(id);
      if (operation.state === state) return operation;
      assert.ok(Date.now() < deadline, `still ${operation.state}: ${operation.message ?? ''}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  beforeEach(() => {
    cache = mkdtempSync(path.join(tmpdir(), 'golden-path-gitops-'));
    host = new GitHost({
      'envs/production/kustomization.yaml': production,
      'envs/staging/kustomization.yaml': staging,
      'envs/production/notes.txt': 'not ours\n',
      'base/deployment.yaml': 'kind: Deployment\n',
    });
    engine = new FakeEngine();
    now = Date.parse('2026-06-01T12:00:00Z');
    engine.deployments.push(deployment('p1', 'production', '1.0.0'), deployment('s1', 'staging', '1.1.0'));
    engine.runs('production', source('production', '1.0.0'));
    engine.runs('staging', source('staging', '1.1.0'));
  });

  afterEach(() => {
    host.dispose();
    rmSync(cache, { recursive: true, force: true });
  });

  it('plans what would change in Git, to the line', async () => {
    const plan = await platformWith().planDeployment('orders', promote);
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
    assert.deepEqual(host.branches(), ['main']);
  });

  it('pushes one branch with exactly that, and follows it until it is live', async () => {
    const platform = platformWith();
    const { operation, branch } = await branchOf(platform);
    assert.match(branch, /^golden-path\/orders-production-1\.1\.0-[\da-f]{10}$/);
    assert.deepEqual(host.branches(), [branch, 'main']);
    assert.equal(operation.state, 'Blocked');
    assert.equal(operation.blockedBy?.reason, 'ApprovalRequired');
    const diff = host.git(host.bare, 'diff', '--numstat', 'main', branch);
    assert.equal(diff, '1\t1\tenvs/production/kustomization.yaml');
    assert.equal(
      host.read(branch, 'envs/production/kustomization.yaml'),
      production.replace('1.0.0', '1.1.0'),
    );
    assert.equal(
      host.git(host.bare, 'log', '-1', '--format=%an <%ae> %cn %s', branch),
      'Jo Example <jo@acme.example> Jo Example Promote orders to production: 1.1.0',
    );
    assert.equal((await platform.getService('orders')).environments?.[0]?.operation, operation.id);

    const seen: string[] = [];
    const following = (async () => {
      for await (const event of platform.operationEvents(operation.id)) {
        seen.push(`${event.type} ${event.state ?? ''}`);
      }
    })();
    const merged = host.merge(branch, 'merge');
    assert.match((await until(platform, operation.id, 'Running')).message ?? '', /^Merged as /);
    engine.deployments.unshift(deployment('p2', 'production', '1.1.0'));
    engine.runs('production', source('production', '1.1.0', { commit: merged }));
    const ended = await until(platform, operation.id, 'Succeeded');
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
    const platform = platformWith();
    const { operation, branch } = await branchOf(platform);
    host.commit({ 'envs/staging/kustomization.yaml': `${staging}# more\n` }, 'Else');
    host.merge(branch, 'squash');
    host.commit(
      { 'envs/production/kustomization.yaml': `${production.replace('1.0.0', '1.1.0')}# later\n` },
      'Later',
    );
    await until(platform, operation.id, 'Running');
  });

  it('ends as canceled when the branch goes unmerged, and as failed when what is live does not get well', async () => {
    const platform = platformWith();
    const first = await branchOf(platform, 'one');
    host.git(host.bare, 'update-ref', '-d', `refs/heads/${first.branch}`);
    assert.match(
      (await until(platform, first.operation.id, 'Canceled')).message ?? '',
      /without being merged/,
    );

    const second = await branchOf(platform, 'two');
    const merged = host.merge(second.branch, 'merge');
    await until(platform, second.operation.id, 'Running');
    engine.runs('production', source('production', '1.1.0', { commit: merged }), 'Degraded');
    now += 60_000;
    assert.equal((await platform.getOperation(second.operation.id)).state, 'Running');
    now += 121_000;
    const failed = await until(platform, second.operation.id, 'Failed');
    assert.match(failed.error?.detail ?? '', /Degraded/);
  });

  it('refuses a plan that is no longer what would be done, and only then', async () => {
    const platform = platformWith();
    const plan = await platform.planDeployment('orders', promote);
    host.commit({ 'base/deployment.yaml': 'kind: Deployment # else\n' }, 'Elsewhere');
    assert.equal((await platform.planDeployment('orders', promote)).fingerprint, plan.fingerprint);
    host.commit({ 'envs/production/kustomization.yaml': production.replace('2.0', '2.1') }, 'There');
    await assert.rejects(send(platform, plan, 'key'), (error) => PlatformError.is(error, 'stale-plan'));
    const again = await platform.planDeployment('orders', promote);
    engine.runs('staging', source('staging', '1.2.0'));
    await assert.rejects(send(platform, again, 'key'), (error) => PlatformError.is(error, 'stale-plan'));
    await assert.rejects(platform.createDeployment('orders', promote, { idempotencyKey: 'x' }), (error) =>
      PlatformError.is(error, 'invalid-request'),
    );
    assert.deepEqual(host.branches(), ['main']);
  });

  it('makes one branch of one key, in whatever way it is sent again', async () => {
    const platform = platformWith();
    const plan = await platform.planDeployment('orders', promote);
    const [one, two] = await Promise.all([send(platform, plan, 'key'), send(platform, plan, 'key')]);
    assert.equal(one.id, two.id);
    assert.equal((await send(platformWith(), plan, 'key')).id, one.id);
    assert.equal(host.branches().length, 2);
    await assert.rejects(send(platform, plan, 'key', { reason: 'other' }), (error) =>
      PlatformError.is(error, 'idempotency-key-reused'),
    );
  });

  it('warns of another change that waits, and lets two of them be', async () => {
    const platform = platformWith();
    const first = await branchOf(platform, 'one');
    const plan = await platform.planDeployment('orders', promote);
    const warning = plan.warnings?.find(({ code }) => code === 'change-waits');
    assert.match(warning?.message ?? '', new RegExp(first.branch));
    await assert.rejects(send(platform, plan, 'two'), (error) => PlatformError.is(error, 'must-acknowledge'));
    await send(platform, plan, 'two', { acknowledge: ['change-waits'] });
    assert.equal(host.branches().length, 3);
    const { items } = (await platform.operations?.list({ environment: 'production' })) ?? { items: [] };
    assert.equal(items.length, 2);
    assert.equal(((await platform.operations?.list({ environment: 'staging' }))?.items ?? []).length, 0);
  });

  it('calls off what it pushed and nothing else', async () => {
    const platform = platformWith();
    const first = await branchOf(platform, 'one');
    assert.equal((await platform.cancelOperation(first.operation.id)).state, 'Canceled');
    assert.deepEqual(host.branches(), ['main']);

    const second = await branchOf(platform, 'two');
    host.git(host.work, 'fetch', '--quiet', 'origin');
    host.git(host.work, 'checkout', '--quiet', second.branch);
    writeFileSync(path.join(host.work, 'more.txt'), 'more');
    host.git(host.work, 'add', '--all');
    host.git(host.work, 'commit', '--quiet', '-m', 'More');
    host.git(host.work, 'push', '--quiet', 'origin', `HEAD:${second.branch}`);
    await assert.rejects(platform.cancelOperation(second.operation.id), (error) =>
      PlatformError.is(error, 'blocked'),
    );
    assert.equal(host.branches().length, 2);
  });

  it('rolls back by restoring the images of an earlier commit', async () => {
    const old = host.commitOf('main');
    host.commit(
      {
        'envs/production/kustomization.yaml': `${production.replace('1.0.0', '1.1.0')}namePrefix: p-\n`,
        'envs/production/patch.yaml': 'kind: Deployment\n',
      },
      'Release 1.1.0',
    );
    engine.deployments.unshift(deployment('p2', 'production', '1.1.0'));
    engine.deployments[1] = deployment('p1', 'production', '1.0.0', {
      state: 'Superseded',
      rollback: { eligible: false, reason: 'Auto-sync is on.' },
    });
    engine.runs(
      'production',
      source('production', '1.1.0', { history: [{ deployment: 'p1', commit: old }] }),
    );
    const platform = platformWith();
    const { items } = await platform.listDeployments('orders', { environment: 'production' });
    assert.equal(items.find(({ id }) => id === 'p1')?.rollback?.eligible, true);
    assert.notEqual(items[0]?.rollback?.eligible, true);

    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p1' };
    const plan = await platform.planDeployment('orders', request);
    assert.equal(plan.toRelease?.version, '1.0.0');
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
      host.git(host.bare, 'log', '-1', '--format=%B', branch),
      /^Roll back orders in production to 1\.0\.0\n[^]*Why: It is slow\./,
    );
    assert.equal(host.git(host.bare, 'rev-parse', `${branch}^`), host.commitOf('main'));

    const whole = await platformWith({ rollback: 'folder' }).planDeployment('orders', request);
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
    engine.deployments.push(
      deployment('p0', 'production', '0.9.0', { state: 'Superseded', release, rollback }),
    );
    const platform = platformWith();
    const { items } = await platform.listDeployments('orders', { environment: 'production' });
    assert.equal(items.find(({ id }) => id === 'p0')?.rollback?.eligible, true);
    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p0' };
    const plan = await platform.planDeployment('orders', request);
    assert.deepEqual(plan.blocks, []);
    assert.match(plan.unifiedDiff ?? '', /^\+ {4}newTag: 0\.9\.0$/m);
  });

  it('takes no right to roll back by the engine for one to push a branch', async () => {
    const [state] = engine.states.values();
    const permissions = ['rollback', 'deploy'].map((name) => ({ name, state: 'Denied' as const }));
    engine.states.set('production', { ...state!, permissions });
    const { environments } = await platformWith().getService('orders');
    assert.deepEqual(environments?.[0]?.permissions, [{ name: 'deploy', state: 'Denied' }]);
  });

  it('says why there is nothing to promote', async () => {
    const reasonOf = async (request: Partial<DeploymentRequest> = {}): Promise<string | undefined> =>
      (await platformWith().planDeployment('orders', { ...promote, ...request })).blocks?.[0]?.reason;
    await assert.rejects(reasonOf({ environment: 'nowhere' }), (error) =>
      PlatformError.is(error, 'not-implemented'),
    );
    assert.equal(await reasonOf({ fromEnvironment: 'nowhere' }), 'NoSource');
    assert.equal(await reasonOf({ release: 'release-0.9' }), 'OtherRelease');
    engine.runs('staging', source('staging', '1.0.0'));
    assert.equal(await reasonOf(), 'NothingToDo');
    engine.runs('production', source('production', '1.0.0', { branch: 'v1' }));
    assert.equal(await reasonOf(), 'NotABranch');
    engine.runs('production', source('production', '1.0.0', { branch: 'HEAD' }));
    engine.runs('staging', source('staging', '1.1.0'));
    assert.equal(await reasonOf(), undefined);
  });

  it('takes no word of an engine for more than it may be', async () => {
    for (const more of [
      { repository: 'ext::sh -c touch% /tmp/x' },
      { repository: '--upload-pack=touch' },
      { branch: '--output=x' },
      { path: '../../etc' },
      { path: '/etc' },
      { format: 'Helm' as const, valueFiles: ['../secret.yaml'] },
    ]) {
      engine.runs('production', source('production', '1.0.0', more));
      await assert.rejects(platformWith().planDeployment('orders', promote), UserError, JSON.stringify(more));
    }
  });

  it('runs no hook, filter or monitor, whoever put it there', async () => {
    const mark = path.join(cache, 'ran');
    const evil = `#!/bin/sh\ntouch ${mark}\n`;
    host.commit(
      {
        '.gitattributes': '* filter=evil diff=evil\nenvs/** -diff binary\n',
        'envs/production/kustomization.yaml': production,
        'hooks/pre-push': evil,
      },
      'Evil',
    );
    const platform = platformWith();
    await platform.planDeployment('orders', promote);
    const clone = path.join(cache, 'repositories', readdirSync(path.join(cache, 'repositories'))[0] ?? '');
    mkdirSync(path.join(clone, 'hooks'));
    for (const name of ['pre-push', 'reference-transaction', 'post-index-change']) {
      writeFileSync(path.join(clone, 'hooks', name), evil, { mode: 0o755 });
    }
    host.git(clone, 'config', 'core.hooksPath', path.join(clone, 'hooks'));
    host.git(clone, 'config', 'core.fsmonitor', `touch ${mark}`);
    // They would run.
    host.git(clone, 'update-ref', 'refs/some', host.commitOf('main'));
    assert.equal(existsSync(mark), true);
    rmSync(mark);
    const { branch } = await branchOf(platform);
    assert.ok(branch);
    assert.equal(existsSync(mark), false);
    assert.match((await platform.planDeployment('orders', promote)).unifiedDiff ?? '', /newTag: 1\.1\.0/);
  });

  it('needs to know who the person is, and takes it from their own clone where there is one', async () => {
    const nobody = gitEnv(path.join(host.folder, 'nobody'));
    writeFileSync(nobody['GIT_CONFIG_GLOBAL'] ?? '', '');
    const env = { ...nobody, EMAIL: '' };
    const platform = platformWith({ env });
    const plan = await platform.planDeployment('orders', promote);
    await assert.rejects(
      send(platform, plan, 'key'),
      (error) => error instanceof UserError && error.code === 'git.identity',
    );
    host.git(host.work, 'config', 'user.email', 'work@acme.example');
    host.git(host.work, 'config', 'user.name', 'Jo At Work');
    host.git(host.work, 'config', 'gpg.program', `touch ${path.join(cache, 'ran')}`);
    const asked: string[] = [];
    const theirs = platformWith({
      env,
      identityFrom: (repository) => {
        asked.push(repository);
        return Promise.resolve(host.work);
      },
    });
    const operation = await send(theirs, plan, 'key');
    assert.deepEqual(asked, [host.address]);
    assert.equal(
      host.git(host.bare, 'log', '-1', '--format=%ae', operation.blockedBy?.name ?? ''),
      'work@acme.example',
    );
  });

  it('signs where the person signs, with their key', async function () {
    const key = path.join(cache, 'key');
    if (spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]).status !== 0) this.skip();
    const settings = `[commit]\n\tgpgsign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = ${key}.pub\n`;
    const env = gitEnv(path.join(host.folder, 'signing'), settings);
    const { branch } = await branchOf(platformWith({ env }));
    assert.match(
      host.git(host.bare, 'cat-file', 'commit', branch),
      /^gpgsig -----BEGIN SSH SIGNATURE-----$/m,
    );
    host.git(host.bare, 'update-ref', '-d', `refs/heads/${branch}`);
    const unable = gitEnv(path.join(host.folder, 'unable'), settings.replace(key, '/nowhere'));
    await assert.rejects(branchOf(platformWith({ env: unable }), 'other'), { code: 'git.commit' });
    assert.deepEqual(host.branches(), ['main']);
  });

  it('ends when a later change replaced it before it was live', async () => {
    const platform = platformWith();
    const { operation, branch } = await branchOf(platform);
    host.merge(branch, 'merge');
    const commit = host.commit(
      { 'envs/production/kustomization.yaml': production.replace('1.0.0', '1.2.0') },
      'Newer',
    );
    await until(platform, operation.id, 'Running');
    engine.runs('production', source('production', '1.2.0', { commit }));
    assert.match((await until(platform, operation.id, 'Canceled')).message ?? '', /later change/);
  });

  it('tells branches of a place from those of one that begins alike', async () => {
    engine.states.set('production-eu', { environment: 'production-eu', health: 'Healthy' });
    const waits = async (): Promise<boolean> =>
      (await platformWith().planDeployment('orders', promote)).warnings?.some(
        ({ code }) => code === 'change-waits',
      ) === true;
    host.git(host.bare, 'branch', 'golden-path/orders-production-eu-1.0-0123456789', 'main');
    assert.equal(await waits(), false);
    host.git(host.bare, 'branch', 'golden-path/orders-production-1.0-0123456789', 'main');
    assert.equal(await waits(), true);
  });

  it('stops at what looks like a secret', async () => {
    host.commit({ 'envs/production/extra.yaml': 'password: hunter2\n' }, 'Oops');
    const old = host.commitOf('main');
    host.commit({ 'envs/production/extra.yaml': 'password: correct-horse\n' }, 'Rotate');
    engine.runs(
      'production',
      source('production', '1.0.0', { history: [{ deployment: 'p1', commit: old }] }),
    );
    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p1' };
    const plan = await platformWith().planDeployment('orders', request);
    assert.equal(plan.blocks?.[0]?.reason, 'SecretChange');
    assert.doesNotMatch(JSON.stringify(plan), /hunter2|correct-horse/);
  });
});
