import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeploymentRequest, Operation } from '../../../src/model/delivery.js';
import type { Platform } from '../../../src/model/platform.js';
import { createArgoPlatform } from '../../../src/platform/argocd/argoPlatform.js';
import { withGitDelivery } from '../../../src/platform/gitops/gitDelivery.js';
import { undiciTransport } from '../../../src/platform/http/undiciTransport.js';
import { areEnginesThere, engines } from './fixture.js';
import { git } from './git/git.js';

describe('a real Argo CD, changed through Git', function () {
  this.timeout(240_000);
  const service = 'checkout';
  const environment = 'staging';
  let folder: string;
  let argo: Platform;
  let platform: Platform;

  before(function () {
    if (!areEnginesThere()) this.skip();
    folder = mkdtempSync(path.join(tmpdir(), 'golden-path-gitops-'));
    const settings = path.join(folder, 'gitconfig');
    writeFileSync(settings, '[user]\n\tname = Jo Example\n\temail = jo@example.test\n');
    const { argocd } = engines();
    argo = createArgoPlatform({
      url: argocd.url,
      token: () => Promise.resolve(argocd.tokens.developer),
      transport: undiciTransport(),
    });
    platform = withGitDelivery(argo, {
      folder,
      env: { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_GLOBAL: settings, GIT_CONFIG_NOSYSTEM: '1' },
      pace: () => 500,
    });
  });
  after(() => {
    if (!areEnginesThere()) return;
    platform.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Plans, sends, merges as the host of the repository would, and follows it until it is live. */
  async function throughGit(request: DeploymentRequest): Promise<Operation> {
    const plan = await platform.planDeployment(service, request);
    assert.deepEqual(plan.blocks, []);
    const { id, state, blockedBy } = await platform.createDeployment(
      service,
      { ...request, planFingerprint: plan.fingerprint },
      { idempotencyKey: crypto.randomUUID() },
    );
    assert.equal(state, 'Blocked');
    await merge(blockedBy?.name ?? '');
    for await (const event of platform.operationEvents(id)) {
      if (event.type === 'done') break;
    }
    return platform.getOperation(id);
  }

  async function merge(branch: string): Promise<void> {
    const work = path.join(folder, 'merging');
    await git(folder, ['clone', '--quiet', engines().git.repository, work]);
    await git(work, ['merge', '--quiet', '--squash', `origin/${branch}`]);
    await git(work, ['commit', '--quiet', '--message', `Merge ${branch}`]);
    await git(work, ['push', '--quiet', 'origin', 'HEAD:main', `:${branch}`]);
    rmSync(work, { recursive: true });
    // What a webhook of the host does.
    const { argocd } = engines();
    const url = `${argocd.url}/api/v1/applications/${service}-${environment}?refresh=normal`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${argocd.tokens.developer}` } });
    assert.equal(answer.status, 200);
  }

  async function running(): Promise<readonly string[] | undefined> {
    return (await platform.sources?.of(service, environment, { fresh: true }))?.images;
  }

  it('promotes, and goes back where Argo CD itself refuses to, until each is live', async () => {
    const before = await running();
    const there = (await platform.sources?.of(service, 'dev'))?.images;
    assert.notDeepEqual(before, there);
    const promoted = await throughGit({ kind: 'Promote', environment, fromEnvironment: 'dev' });
    assert.equal(promoted.state, 'Succeeded', promoted.message);
    assert.deepEqual(await running(), there);

    const query = { environment, pageSize: 10 };
    const [now, earlier] = (await platform.listDeployments(service, query)).items;
    assert.equal(now?.kind, 'Promote');
    assert.equal(now.promotedFrom, 'dev');
    const bare = (await argo.listDeployments(service, query)).items.find(({ id }) => id === earlier?.id);
    assert.equal(bare?.rollback?.eligible, false);
    assert.equal(earlier?.rollback?.eligible, true);

    const request: DeploymentRequest = { kind: 'Rollback', environment, toDeployment: earlier.id };
    const back = await throughGit(request);
    assert.equal(back.state, 'Succeeded', back.message);
    assert.deepEqual(await running(), before);
  });
});
