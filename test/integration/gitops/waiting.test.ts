import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DeliveryBed, production } from './deliveryBed.js';

const day = 24 * 3_600_000;

describe('A branch that nobody merges', function () {
  this.timeout(60_000);
  let bed: DeliveryBed;

  beforeEach(() => {
    bed = new DeliveryBed();
  });
  afterEach(() => bed.dispose());

  it('tells for how long it has waited, and what to do if its pull request was closed', async () => {
    const platform = bed.platformWith();
    const { operation } = await bed.branchOf(platform);
    assert.doesNotMatch(operation.message ?? '', /has waited/);
    bed.now += 3 * day;
    const waits = await platform.getOperation(operation.id);
    assert.equal(waits.state, 'Blocked');
    assert.match(
      waits.message ?? '',
      /It has waited for 3 days\. If the pull request was closed, cancel this\.$/,
    );
    assert.equal(waits.blockedBy?.message, waits.message);
  });

  it('is followed for 30 days, and told how to be deleted then', async () => {
    const platform = bed.platformWith();
    const { operation, branch } = await bed.branchOf(platform);
    bed.now += 30 * day + 1000;
    const over = await bed.until(platform, operation.id, 'Canceled');
    assert.equal(over.reason, 'NotFollowed');
    assert.match(over.message ?? '', /^Nobody merged it in 30 days/);
    assert.ok(over.message?.includes(`git push ${bed.host.address} --delete ${branch}`), over.message);
    assert.deepEqual(bed.host.branches(), [branch, 'main']);
  });

  it('is superseded when another change brings other images there', async () => {
    const platform = bed.platformWith();
    const { operation, branch } = await bed.branchOf(platform);
    bed.host.commit({ 'envs/production/notes.txt': 'else\n' }, 'Else');
    bed.now += 1000;
    assert.equal((await platform.getOperation(operation.id)).state, 'Blocked');
    bed.host.commit({ 'envs/production/kustomization.yaml': production.replace('1.0.0', '1.3.0') }, 'Faster');
    const over = await bed.until(platform, operation.id, 'Canceled');
    assert.equal(over.reason, 'Superseded');
    assert.match(over.message ?? '', /production names registry\.example\/orders:1\.3\.0 by now/);
    assert.ok(bed.host.branches().includes(branch));
  });

  it('counts as merged when another change brings the same', async () => {
    const platform = bed.platformWith();
    const { operation } = await bed.branchOf(platform);
    bed.host.commit(
      { 'envs/production/kustomization.yaml': `${production.replace('1.0.0', '1.1.0')}# by hand\n` },
      'By hand',
    );
    await bed.until(platform, operation.id, 'Running');
  });

  it('can be given up where the repository takes no deletion, or is gone', async () => {
    const platform = bed.platformWith();
    const first = await bed.branchOf(platform, 'one');
    const hook = path.join(bed.host.bare, 'hooks', 'pre-receive');
    const lines = [
      'while read old new ref; do',
      '  case $new in *[!0]*) ;; *) echo "Kept." >&2; exit 1;; esac',
      'done',
    ];
    writeFileSync(hook, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
    const given = await platform.cancelOperation(first.operation.id);
    assert.equal(given.state, 'Canceled');
    assert.equal(given.reason, 'NotFollowed');
    assert.match(given.message ?? '', /does not take the branch: .*stays: close its pull request/s);
    assert.ok(bed.host.branches().includes(first.branch));

    const plan = await platform.planDeployment('orders', {
      kind: 'Promote',
      environment: 'production',
      fromEnvironment: 'staging',
      release: 'release-1.1.0',
    });
    const second = await bed.send(platform, plan, 'two', { acknowledge: ['change-waits'] });
    renameSync(bed.host.bare, `${bed.host.bare}.moved`);
    const gone = await platform.cancelOperation(second.id);
    assert.equal(gone.state, 'Canceled');
    assert.equal(gone.reason, 'NotFollowed');
  });
});
