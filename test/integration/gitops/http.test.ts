import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeploymentRequest, Plan } from '../../../src/model/delivery.js';
import { PlatformError } from '../../../src/model/errors.js';
import type { Platform, WatchEvent } from '../../../src/model/platform.js';
import { deliver } from '../../../src/platform/delivery.js';
import { withGitDelivery, type GitDeliveryOptions } from '../../../src/platform/gitops/gitDelivery.js';
import { deployment, FakeEngine } from './fakeEngine.js';
import { GitHost } from './gitHost.js';

const values = (version: string): string =>
  `replicas: 2\nimage:\n  repository: registry.example/orders\n  tag: "${version}"\n`;
const promote: DeploymentRequest = { kind: 'Promote', environment: 'production', fromEnvironment: 'staging' };

describe('Git delivery over http', function () {
  this.timeout(120_000);
  let host: GitHost;
  let cache: string;
  let engine: FakeEngine;
  let address: string;

  function platformWith(options: Partial<GitDeliveryOptions> = {}): Platform {
    return withGitDelivery(engine.platform, { folder: cache, env: host.env, pace: () => 20, ...options });
  }

  function runs(environment: string, version: string, commit = host.commitOf('main')): void {
    engine.runs(environment, {
      repository: address,
      branch: 'HEAD',
      path: 'chart',
      format: 'Helm',
      valueFiles: [`envs/${environment}.yaml`],
      images: [`registry.example/orders:${version}`],
      commit,
    });
  }

  async function send(platform: Platform, plan: Plan, key: string): ReturnType<Platform['createDeployment']> {
    return platform.createDeployment(
      'orders',
      { ...promote, planFingerprint: plan.fingerprint },
      { idempotencyKey: key },
    );
  }

  beforeEach(async () => {
    cache = mkdtempSync(path.join(tmpdir(), 'golden-path-gitops-'));
    host = new GitHost({
      'chart/Chart.yaml': 'name: orders\n',
      'envs/production.yaml': values('1.0.0'),
      'envs/staging.yaml': values('1.1.0'),
      'other/big.yaml': 'x\n'.repeat(1000),
    });
    address = await host.serve();
    engine = new FakeEngine();
    engine.deployments.push(deployment('p1', 'production', '1.0.0'), deployment('s1', 'staging', '1.1.0'));
    runs('production', '1.0.0');
    runs('staging', '1.1.0');
  });

  afterEach(() => {
    host.dispose();
    rmSync(cache, { recursive: true, force: true });
  });

  it('brings only the files that it reads, and pushes what it changed', async () => {
    const platform = platformWith();
    const plan = await platform.planDeployment('orders', promote);
    const clone = path.join(cache, 'repositories', readdirSync(path.join(cache, 'repositories'))[0] ?? '');
    const missing = host.git(clone, 'rev-list', '--objects', '--all', '--missing=print').match(/^\?/gm) ?? [];
    assert.equal(missing.length, 2);
    const operation = await send(platform, plan, 'key');
    const branch = operation.blockedBy?.name ?? '';
    assert.equal(host.read(branch, 'envs/production.yaml'), values('1.1.0'));
    assert.equal(host.git(host.bare, 'diff', '--name-only', 'main', branch), 'envs/production.yaml');
  });

  it('goes the one way of every deployment, and tells those who watch', async () => {
    const platform = platformWith({ forges: { '127.0.0.1': 'Gitea' } });
    const stop = new AbortController();
    const watched: WatchEvent[] = [];
    const watching = (async () => {
      for await (const event of platform.watch({ signal: stop.signal })) watched.push(event);
    })();
    let page: string | undefined;
    const result = await deliver(
      platform,
      'orders',
      'production',
      { kind: 'Promote', fromEnvironment: 'staging' },
      {
        confirm: () => Promise.resolve({ typedName: 'production', reason: 'It is time.' }),
        started: ({ blockedBy }) => {
          page = blockedBy?.url;
          const merged = host.merge(blockedBy?.name ?? '', 'squash');
          runs('production', '1.1.0', merged);
        },
        event: () => undefined,
      },
    );
    assert.match(page ?? '', /^http:\/\/127\.0\.0\.1:\d+\/config\/compare\/main\.\.\.golden-path\//);
    assert.equal(result.outcome === 'done' ? result.operation.state : result.outcome, 'Succeeded');
    stop.abort();
    await watching;
    const subjects = new Set(watched.map(({ type, subject }) => `${type} ${subject ?? ''}`));
    assert.ok(subjects.has('platform.service.changed orders'));
    assert.ok([...subjects].some((subject) => subject.startsWith('platform.operation.changed gitops-')));
  });

  it('finds the same branch again when the answer to the push was lost', async () => {
    const platform = platformWith();
    const plan = await platform.planDeployment('orders', promote);
    // The push comes through; whoever asked for it is gone before they hear of it.
    const gone = new AbortController();
    host.onRequest = (url) => {
      if (url.endsWith('/git-receive-pack')) setTimeout(() => gone.abort(), 300);
      return true;
    };
    const sent = platform.createDeployment(
      'orders',
      { ...promote, planFingerprint: plan.fingerprint },
      { idempotencyKey: 'key', signal: gone.signal },
    );
    await sent.catch(() => undefined);
    host.onRequest = () => true;
    const operation = await send(platformWith(), plan, 'key');
    assert.equal(operation.state, 'Blocked');
    assert.deepEqual(host.branches().length, 2);
    assert.equal(host.git(host.bare, 'rev-list', '--count', `main..${operation.blockedBy?.name ?? ''}`), '1');
  });

  it('keeps what could not be pushed, and pushes the same when it is sent again', async () => {
    const platform = platformWith();
    const plan = await platform.planDeployment('orders', promote);
    host.onRequest = (url) => !url.includes('git-receive-pack');
    await assert.rejects(send(platform, plan, 'key'), (error) => PlatformError.is(error, 'unreachable'));
    const before = (await platform.operations?.list())?.items[0];
    assert.equal(before?.state, 'Pending');
    host.onRequest = () => true;
    host.commit({ 'other/big.yaml': 'y\n' }, 'Meanwhile');
    const operation = await send(platformWith(), plan, 'key');
    assert.equal(operation.id, before.id);
    assert.equal(operation.state, 'Blocked');
  });

  it('leaves a branch of that name alone that holds something else', async () => {
    const platform = platformWith();
    const plan = await platform.planDeployment('orders', promote);
    const made = await send(platform, plan, 'key');
    const branch = made.blockedBy?.name ?? '';
    await platform.cancelOperation(made.id);
    host.git(host.bare, 'branch', branch, 'main');
    rmSync(path.join(cache, 'changes'), { recursive: true });
    const again = await platform.planDeployment('orders', promote);
    const request = { ...promote, planFingerprint: again.fingerprint, acknowledge: ['change-waits'] };
    await assert.rejects(platform.createDeployment('orders', request, { idempotencyKey: 'key' }), (error) =>
      PlatformError.is(error, 'blocked'),
    );
    assert.equal(host.commitOf(branch), host.commitOf('main'));
  });

  it('says what a server says that takes no branch, and keeps nothing', async () => {
    writeFileSync(
      path.join(host.bare, 'hooks', 'pre-receive'),
      '#!/bin/sh\necho "Branches need a ticket." >&2\nexit 1\n',
      {
        mode: 0o755,
      },
    );
    const platform = platformWith();
    const plan = await platform.planDeployment('orders', promote);
    await assert.rejects(send(platform, plan, 'key'), (error) => PlatformError.is(error, 'forbidden'));
    assert.deepEqual((await platform.operations?.list())?.items, []);
  });

  it('says that a host does not answer, and never a password', async () => {
    address = address.replace('127.0.0.1', 'someone:geheim@127.0.0.1').replace(/:\d+\//, ':1/');
    runs('production', '1.0.0');
    await assert.rejects(platformWith().planDeployment('orders', promote), (error) => {
      assert.ok(PlatformError.is(error, 'unreachable'));
      assert.doesNotMatch(error.message, /geheim/);
      return true;
    });
  });

  it('announces what it adds', async () => {
    const { capabilities } = await platformWith().getInfo();
    assert.deepEqual(capabilities['deployments'], {
      level: 'Write',
      kinds: ['Promote', 'Rollback'],
      dryRun: true,
      idempotency: true,
    });
    assert.deepEqual(capabilities['operations'], { level: 'Stream' });
  });
});
