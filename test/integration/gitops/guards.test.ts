import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DeploymentRequest } from '../../../src/model/delivery.js';
import { PlatformError, UserError } from '../../../src/model/errors.js';
import { DeliveryBed, production, promote } from './deliveryBed.js';
import { gitEnv } from './gitHost.js';

describe('What Git delivery guards against', function () {
  this.timeout(120_000);
  let bed: DeliveryBed;

  beforeEach(() => {
    bed = new DeliveryBed();
  });
  afterEach(() => bed.dispose());

  it('refuses a plan that is no longer what would be done, and only then', async () => {
    const platform = bed.platformWith();
    const plan = await platform.planDeployment('orders', promote);
    bed.host.commit({ 'base/deployment.yaml': 'kind: Deployment # else\n' }, 'Elsewhere');
    assert.equal((await platform.planDeployment('orders', promote)).fingerprint, plan.fingerprint);
    bed.host.commit({ 'envs/production/kustomization.yaml': production.replace('2.0', '2.1') }, 'There');
    await assert.rejects(bed.send(platform, plan, 'key'), (error) => PlatformError.is(error, 'stale-plan'));
    const again = await platform.planDeployment('orders', promote);
    bed.engine.runs('staging', bed.source('staging', '1.2.0'));
    await assert.rejects(bed.send(platform, again, 'key'), (error) => PlatformError.is(error, 'stale-plan'));
    await assert.rejects(platform.createDeployment('orders', promote, { idempotencyKey: 'x' }), (error) =>
      PlatformError.is(error, 'invalid-request'),
    );
    assert.deepEqual(bed.host.branches(), ['main']);
  });

  it('takes no right to roll back by the engine for one to push a branch', async () => {
    const [state] = bed.engine.states.values();
    const permissions = ['rollback', 'deploy'].map((name) => ({ name, state: 'Denied' as const }));
    bed.engine.states.set('production', { ...state!, permissions });
    const { environments } = await bed.platformWith().getService('orders');
    assert.deepEqual(environments?.[0]?.permissions, [{ name: 'deploy', state: 'Denied' }]);
  });

  it('says why there is nothing to promote', async () => {
    const reasonOf = async (request: Partial<DeploymentRequest> = {}): Promise<string | undefined> =>
      (await bed.platformWith().planDeployment('orders', { ...promote, ...request })).blocks?.[0]?.reason;
    await assert.rejects(reasonOf({ environment: 'nowhere' }), (error) =>
      PlatformError.is(error, 'not-implemented'),
    );
    assert.equal(await reasonOf({ fromEnvironment: 'nowhere' }), 'NoSource');
    assert.equal(await reasonOf({ release: 'release-0.9' }), 'OtherRelease');
    bed.engine.runs('staging', bed.source('staging', '1.0.0'));
    assert.equal(await reasonOf(), 'NothingToDo');
    bed.engine.runs('production', bed.source('production', '1.0.0', { branch: 'v1' }));
    assert.equal(await reasonOf(), 'NotABranch');
    bed.engine.runs('production', bed.source('production', '1.0.0', { branch: 'HEAD' }));
    bed.engine.runs('staging', bed.source('staging', '1.1.0'));
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
      bed.engine.runs('production', bed.source('production', '1.0.0', more));
      await assert.rejects(
        bed.platformWith().planDeployment('orders', promote),
        UserError,
        JSON.stringify(more),
      );
    }
  });

  it('runs no hook, filter or monitor, whoever put it there', async () => {
    const mark = path.join(bed.cache, 'ran');
    const evil = `#!/bin/sh\ntouch ${mark}\n`;
    bed.host.commit(
      {
        '.gitattributes': '* filter=evil diff=evil\nenvs/** -diff binary\n',
        'envs/production/kustomization.yaml': production,
        'hooks/pre-push': evil,
      },
      'Evil',
    );
    const platform = bed.platformWith();
    await platform.planDeployment('orders', promote);
    const clone = path.join(
      bed.cache,
      'repositories',
      readdirSync(path.join(bed.cache, 'repositories'))[0] ?? '',
    );
    mkdirSync(path.join(clone, 'hooks'));
    for (const name of ['pre-push', 'reference-transaction', 'post-index-change']) {
      writeFileSync(path.join(clone, 'hooks', name), evil, { mode: 0o755 });
    }
    bed.host.git(clone, 'config', 'core.hooksPath', path.join(clone, 'hooks'));
    bed.host.git(clone, 'config', 'core.fsmonitor', `touch ${mark}`);
    // They would run.
    bed.host.git(clone, 'update-ref', 'refs/some', bed.host.commitOf('main'));
    assert.equal(existsSync(mark), true);
    rmSync(mark);
    const { branch } = await bed.branchOf(platform);
    assert.ok(branch);
    assert.equal(existsSync(mark), false);
    assert.match((await platform.planDeployment('orders', promote)).unifiedDiff ?? '', /newTag: 1\.1\.0/);
  });

  it('needs to know who the person is, and takes it from their own clone where there is one', async () => {
    const nobody = gitEnv(path.join(bed.host.folder, 'nobody'));
    writeFileSync(nobody['GIT_CONFIG_GLOBAL'] ?? '', '');
    const env = { ...nobody, EMAIL: '' };
    const platform = bed.platformWith({ env });
    const plan = await platform.planDeployment('orders', promote);
    await assert.rejects(
      bed.send(platform, plan, 'key'),
      (error) => error instanceof UserError && error.code === 'git.identity',
    );
    bed.host.git(bed.host.work, 'config', 'user.email', 'work@acme.example');
    bed.host.git(bed.host.work, 'config', 'user.name', 'Jo At Work');
    bed.host.git(bed.host.work, 'config', 'gpg.program', `touch ${path.join(bed.cache, 'ran')}`);
    const asked: string[] = [];
    const theirs = bed.platformWith({
      env,
      identityFrom: (repository) => {
        asked.push(repository);
        return Promise.resolve(bed.host.work);
      },
    });
    const operation = await bed.send(theirs, plan, 'key');
    assert.deepEqual(asked, [bed.host.address]);
    assert.equal(
      bed.host.git(bed.host.bare, 'log', '-1', '--format=%ae', operation.blockedBy?.name ?? ''),
      'work@acme.example',
    );
  });

  it('signs where the person signs, with their key', async function () {
    const key = path.join(bed.cache, 'key');
    if (spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]).status !== 0) this.skip();
    const settings = `[commit]\n\tgpgsign = true\n[gpg]\n\tformat = ssh\n[user]\n\tsigningkey = ${key}.pub\n`;
    const env = gitEnv(path.join(bed.host.folder, 'signing'), settings);
    const { branch } = await bed.branchOf(bed.platformWith({ env }));
    assert.match(
      bed.host.git(bed.host.bare, 'cat-file', 'commit', branch),
      /^gpgsig -----BEGIN SSH SIGNATURE-----$/m,
    );
    bed.host.git(bed.host.bare, 'update-ref', '-d', `refs/heads/${branch}`);
    const unable = gitEnv(path.join(bed.host.folder, 'unable'), settings.replace(key, '/nowhere'));
    await assert.rejects(bed.branchOf(bed.platformWith({ env: unable }), 'other'), { code: 'git.commit' });
    assert.deepEqual(bed.host.branches(), ['main']);
  });

  it('tells branches of a place from those of one that begins alike', async () => {
    bed.engine.states.set('production-eu', { environment: 'production-eu', health: 'Healthy' });
    const waits = async (): Promise<boolean> =>
      (await bed.platformWith().planDeployment('orders', promote)).warnings?.some(
        ({ code }) => code === 'change-waits',
      ) === true;
    bed.host.git(bed.host.bare, 'branch', 'golden-path/orders-production-eu-1.0-0123456789', 'main');
    assert.equal(await waits(), false);
    bed.host.git(bed.host.bare, 'branch', 'golden-path/orders-production-1.0-0123456789', 'main');
    assert.equal(await waits(), true);
  });

  it('stops at what looks like a secret', async () => {
    bed.host.commit({ 'envs/production/extra.yaml': 'password: hunter2\n' }, 'Oops');
    const old = bed.host.commitOf('main');
    bed.host.commit({ 'envs/production/extra.yaml': 'password: correct-horse\n' }, 'Rotate');
    bed.engine.runs(
      'production',
      bed.source('production', '1.0.0', { history: [{ deployment: 'p1', commit: old }] }),
    );
    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p1' };
    const plan = await bed.platformWith().planDeployment('orders', request);
    assert.equal(plan.blocks?.[0]?.reason, 'SecretChange');
    assert.doesNotMatch(JSON.stringify(plan), /hunter2|correct-horse/);
  });
});
