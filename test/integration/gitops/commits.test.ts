import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { DeploymentRequest, Plan } from '../../../src/model/delivery.js';
import { DeliveryBed, production, promote, staging } from './deliveryBed.js';
import { deployment } from './fakeEngine.js';

describe('The commits of a plan', function () {
  this.timeout(60_000);
  let bed: DeliveryBed;
  let code: string;

  beforeEach(() => {
    bed = new DeliveryBed();
    code = path.join(bed.host.folder, 'code');
    bed.host.git(bed.host.folder, 'init', '--quiet', code);
    commit('Begin');
    bed.host.git(code, 'tag', 'v1.0.0');
  });
  afterEach(() => bed.dispose());

  function commit(message: string): string {
    writeFileSync(path.join(code, 'main.js'), message);
    bed.host.git(code, 'add', '--all');
    bed.host.git(code, 'commit', '--quiet', '-m', message);
    return bed.host.git(code, 'rev-parse', 'HEAD');
  }

  const planned = (codeIn: string | undefined, request: DeploymentRequest = promote): Promise<Plan> =>
    bed.platformWith({ codeIn: () => Promise.resolve(codeIn) }).planDeployment('orders', request);
  const subjects = ({ commits = [] }: Plan): (string | undefined)[] => commits.map(({ message }) => message);
  const said = ({ warnings = [] }: Plan, code: string): string | undefined =>
    warnings.find((finding) => finding.code === code)?.message;

  it('are those of the code, where the clone of the person has both versions', async () => {
    commit('Round totals once');
    commit('Say who ordered');
    bed.host.git(code, 'tag', 'v1.1.0');
    commit('Not released');
    const plan = await planned(code);
    assert.deepEqual(subjects(plan), ['Say who ordered', 'Round totals once']);
    assert.equal(plan.commits?.[0]?.author, 'Jo Example');
    assert.equal(said(plan, 'commits'), 'Commits of the code that are brought: 2.');
  });

  it('are found by short ids in the versions too', async () => {
    const [first, second] = [commit('One'), commit('Two')].map((id) => id.slice(0, 10));
    const tag = (id: string | undefined): string => `main-${String(id)}`;
    bed.host.commit(
      { 'envs/production/kustomization.yaml': production.replace('1.0.0', tag(first)) },
      'By id',
    );
    bed.engine.runs('production', bed.source('production', tag(first)));
    bed.engine.runs('staging', bed.source('staging', tag(second)));
    assert.deepEqual(subjects(await planned(code)), ['Two']);
  });

  it('warn of what would be taken back, such as a hotfix that was never merged', async () => {
    bed.host.git(code, 'checkout', '--quiet', '-b', 'hotfix');
    commit('Stop the leak');
    bed.host.git(code, 'tag', '--force', 'v1.0.0');
    bed.host.git(code, 'checkout', '--quiet', '-');
    commit('Feature');
    bed.host.git(code, 'tag', 'v1.1.0');
    const plan = await planned(code);
    assert.deepEqual(subjects(plan), ['Feature']);
    assert.match(
      said(plan, 'commits-taken-back') ?? '',
      /^Commits that run in production now, .* taken back: 1\. The newest is [\da-f]{7} Stop the leak\.$/,
    );
  });

  it('are those of the configuration since the source ran what the target runs, else', async () => {
    const before = staging.replace('1.1.0', '1.0.0');
    bed.host.commit({ 'envs/staging/kustomization.yaml': before }, 'Staging back');
    bed.host.commit({ 'envs/staging/kustomization.yaml': `${before}# note\n` }, 'A note');
    bed.host.commit({ 'envs/staging/kustomization.yaml': `${staging}# note\n` }, 'Staging 1.1.0');
    bed.host.commit({ 'base/deployment.yaml': 'kind: Deployment # 2\n' }, 'Elsewhere');
    bed.host.commit({ 'envs/staging/kustomization.yaml': `${staging}# notes\n` }, 'More notes');
    for (const folder of [undefined, bed.cache, path.join(bed.cache, 'nowhere'), code]) {
      const plan = await planned(folder);
      assert.deepEqual(subjects(plan), ['More notes', 'Staging 1.1.0'], String(folder));
      assert.match(said(plan, 'commits') ?? '', /^Commits of the configuration: 2\.$/);
    }
    const failing = bed.platformWith({ codeIn: () => Promise.reject(new Error('No.')) });
    assert.equal((await failing.planDeployment('orders', promote)).commits?.length, 2);
  });

  it('are as many as one can read, and the rest is counted', async () => {
    for (let index = 1; index <= 55; index++) commit(`Commit ${index}`);
    bed.host.git(code, 'tag', 'v1.1.0');
    const plan = await planned(code);
    assert.equal(plan.commits?.length, 50);
    assert.equal(plan.commits[0]?.message, 'Commit 55');
    assert.equal(
      said(plan, 'commits'),
      'Commits of the code that are brought: 55. The newest 50 are listed.',
    );
  });

  it('of a roll back are those that are taken back', async () => {
    const old = bed.host.commitOf('main');
    bed.host.commit(
      { 'envs/production/kustomization.yaml': production.replace('1.0.0', '1.1.0') },
      'Release 1.1.0',
    );
    commit('Bad idea');
    bed.host.git(code, 'tag', 'v1.1.0');
    bed.engine.deployments.unshift(deployment('p2', 'production', '1.1.0'));
    bed.engine.deployments[1] = deployment('p1', 'production', '1.0.0', { state: 'Superseded' });
    const history = [{ deployment: 'p1', commit: old }];
    bed.engine.runs('production', bed.source('production', '1.1.0', { history }));
    const request: DeploymentRequest = { kind: 'Rollback', environment: 'production', toDeployment: 'p1' };
    const plan = await planned(code, request);
    assert.deepEqual(subjects(plan), ['Bad idea']);
    assert.equal(said(plan, 'commits'), 'Commits of the code that are taken back: 1.');
    assert.deepEqual(subjects(await planned(undefined, request)), ['Release 1.1.0']);
  });
});
