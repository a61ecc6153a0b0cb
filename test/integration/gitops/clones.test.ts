import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { markUsed, pruneClones } from '../../../src/platform/gitops/cloneShelf.js';
import { DeliveryBed, production, promote, staging } from './deliveryBed.js';
import { GitHost } from './gitHost.js';

const day = 24 * 3_600_000;
const now = Date.parse('2026-06-01T12:00:00Z');

describe('Clones of our own', function () {
  this.timeout(60_000);

  describe('on their shelf', () => {
    let shelf: string;
    beforeEach(() => {
      shelf = mkdtempSync(path.join(tmpdir(), 'golden-path-shelf-'));
    });
    afterEach(() => rmSync(shelf, { recursive: true, force: true }));

    async function clone(digit: string, unusedMs: number, bytes = 10): Promise<string> {
      const name = `${digit.repeat(32)}.git`;
      const folder = path.join(shelf, name);
      mkdirSync(path.join(folder, 'objects', 'pack'), { recursive: true });
      const pack = path.join(folder, 'objects', 'pack', 'a.pack');
      writeFileSync(pack, '');
      truncateSync(pack, bytes);
      await markUsed(folder, now - unusedMs);
      return name;
    }

    it('go when nobody has used them for 30 days, unless they are needed', async () => {
      const kept = [await clone('a', 29 * day), await clone('b', 1000), await clone('c', 90 * day)];
      await clone('d', 31 * day);
      mkdirSync(path.join(shelf, 'else'));
      await pruneClones(shelf, new Set([kept[2] ?? '']), now);
      assert.deepEqual(readdirSync(shelf).sort(), [...kept, 'else']);
    });

    it('go beyond 1 GB in all, those unused for longest first, and never one in use', async () => {
      const large = 600 * 1024 ** 2;
      await clone('a', 3 * day, large);
      const newer = await clone('b', 2 * day, 10);
      const used = await clone('c', 60_000, large);
      await pruneClones(shelf, new Set(), now);
      assert.deepEqual(readdirSync(shelf).sort(), [newer, used]);
      await clone('d', 60_000, large);
      await pruneClones(shelf, new Set([newer]), now);
      assert.equal(readdirSync(shelf).length, 3);
    });

    it('leave nothing behind of one that could not be taken away whole', async () => {
      const name = await clone('a', 31 * day);
      mkdirSync(path.join(shelf, `${name}.gone`, 'x'), { recursive: true });
      await pruneClones(shelf, new Set(), now);
      await pruneClones(shelf, new Set(), now);
      assert.deepEqual(readdirSync(shelf), []);
    });

    it('are no fault where there are none', async () => {
      await pruneClones(path.join(shelf, 'nowhere'), new Set(), now);
    });
  });

  describe('behind a platform', () => {
    let bed: DeliveryBed;
    let other: GitHost;
    beforeEach(() => {
      bed = new DeliveryBed();
      other = new GitHost({
        'envs/production/kustomization.yaml': production,
        'envs/staging/kustomization.yaml': staging,
      });
    });
    afterEach(() => {
      bed.dispose();
      other.dispose();
    });

    function runsAt({ address }: GitHost): void {
      bed.engine.runs('production', bed.source('production', '1.0.0', { repository: address }));
      bed.engine.runs('staging', bed.source('staging', '1.1.0', { repository: address }));
    }

    it('stay while a change of theirs is on its way, and come again when they are needed', async () => {
      const first = bed.platformWith();
      const { operation } = await bed.branchOf(first);
      const shelf = path.join(bed.cache, 'repositories');
      const [name = ''] = readdirSync(shelf);
      const plan = async (): Promise<void> => {
        assert.deepEqual((await bed.platformWith().planDeployment('orders', promote)).blocks, []);
      };
      bed.now += 29 * day;
      await first.getOperation(operation.id);
      runsAt(other);
      bed.now += 31 * day;
      // Nobody looked at it since, so that it is open still.
      await plan();
      assert.equal(existsSync(path.join(shelf, name)), true);
      await bed.until(first, operation.id, 'Canceled');
      bed.now += 31 * day;
      await plan();
      for (const deadline = Date.now() + 10_000; existsSync(path.join(shelf, name));) {
        assert.ok(Date.now() < deadline, 'it is still there');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      runsAt(bed.host);
      assert.deepEqual((await first.planDeployment('orders', promote)).blocks, []);
      assert.equal(existsSync(path.join(shelf, name)), true);
    });
  });
});
