import assert from 'node:assert/strict';
import { delay } from '../../../src/base/abort.js';
import type { Deployment, Operation } from '../../../src/model/delivery.js';
import type { Page } from '../../../src/model/platform.js';
import { Bed, buildCli, manifest, serverJs } from './bed.js';

describe('deployments in a row', function () {
  this.timeout(60_000);
  let bed: Bed;

  before(buildCli);
  beforeEach(() => (bed = new Bed()));
  afterEach(() => bed.dispose());

  it('leave one that counts as current, however close they follow each other', async () => {
    await bed.start();
    const folder = bed.source('hello', { 'server.js': serverJs('1') });
    const { id: release } = await bed.release(manifest('hello'), folder);
    const request = { environment: 'development', kind: 'Deploy', release };
    const operations: string[] = [];
    // Each is sent again and again while the one before is under way, so that some are planned just before its end.
    while (operations.length < 12) {
      const answers = await Promise.all([0, 1, 2].map(() => bed.send('hello', request, crypto.randomUUID())));
      operations.push(...answers.flatMap(({ status, body }) => (status === 202 ? [body.id] : [])));
      await delay(1);
    }
    for (const operation of operations) {
      const ended: Operation = await bed.ended(operation);
      assert.equal(ended.state, 'Succeeded');
    }
    const { items } = await bed.get<Page<Deployment>>('/services/hello/deployments?pageSize=200');
    assert.equal(items.filter(({ state }) => state === 'Deployed').length, 1);
  });
});
