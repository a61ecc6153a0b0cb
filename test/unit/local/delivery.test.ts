import assert from 'node:assert/strict';
import fc from 'fast-check';
import { releasesToDrop } from '../../../src/local/releases/prune.js';
import { planChanges } from '../../../src/local/delivery/planChanges.js';
import { rollbackEligibility } from '../../../src/local/delivery/rollback.js';
import { unifiedDiff } from '../../../src/local/delivery/unifiedDiff.js';
import { emptyState, type DeploymentRecord, type LocalState } from '../../../src/local/store/state.js';

describe('unifiedDiff', () => {
  it('shows three lines around each change', () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    const after = lines.with(10, 'changed');
    assert.equal(
      unifiedDiff(lines.join('\n'), after.join('\n')),
      '--- before\n+++ after\n@@ -8,7 +8,7 @@\n line 7\n line 8\n line 9\n-line 10\n+changed\n line 11\n line 12\n line 13\n',
    );
    assert.equal(unifiedDiff('a\n', 'a\n'), '');
    assert.equal(unifiedDiff('', 'a\nb\n'), '--- before\n+++ after\n@@ -0,0 +1,2 @@\n+a\n+b\n');
  });

  it('holds every line of both texts that changed', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = unifiedDiff(before.join('\n'), after.join('\n')).split('\n').slice(2);
        const count = (mark: string): number => lines.filter((line) => line.startsWith(mark)).length;
        assert.equal(count('+') - count('-'), after.length - before.length);
      }),
    );
  });
});

describe('planChanges', () => {
  it('names each leaf that differs', () => {
    const changes = planChanges('a', { x: { y: 1, 'a/b': 2 }, z: 3 }, { x: { y: 2 }, z: 3, n: [1] });
    assert.deepEqual(
      changes.map(({ action, pointer, before, after }) => [action, pointer, before, after]),
      [
        ['Update', '/x/y', '1', '2'],
        ['Delete', '/x/a~1b', '2', undefined],
        ['Create', '/n', undefined, '[1]'],
      ],
    );
    assert.equal(planChanges('a', undefined, {})[0]?.action, 'Create');
    assert.equal(planChanges('a', {}, {})[0]?.action, 'Replace');
  });
});

describe('rollbackEligibility', () => {
  const deployment = (id: string, state: string, releaseId = 'rel_1'): DeploymentRecord => ({
    id,
    service: 'a',
    environment: 'dev',
    kind: 'Deploy',
    state,
    releaseId,
    createdAt: '',
    config: '',
  });
  const release = (id: string, schemaMigrations: string): LocalState['releases'][number] => ({
    id,
    service: 'a',
    version: id,
    createdAt: '',
    manifest: { spec: { delivery: { schemaMigrations } } },
    configDigest: '',
    contentDigest: '',
    createdBy: { id: 'me' },
  });

  it('holds for what ran and is kept, and warns of a breaking migration since', () => {
    const [old, failed, current] = [
      deployment('1', 'Superseded'),
      deployment('2', 'Failed'),
      deployment('3', 'Deployed', 'rel_2'),
    ];
    const state = {
      ...emptyState,
      deployments: [old, failed, current],
      releases: [release('rel_1', 'None'), release('rel_2', 'None')],
    };
    assert.deepEqual(rollbackEligibility(state, old), { eligible: true });
    assert.equal(rollbackEligibility(state, failed).eligible, false);
    assert.equal(rollbackEligibility(state, current).eligible, false);
    assert.equal(rollbackEligibility({ ...state, releases: [] }, old).eligible, false);
    const breaking = { ...state, releases: [release('rel_1', 'None'), release('rel_2', 'Breaking')] };
    assert.equal(rollbackEligibility(breaking, old).warnings?.length, 1);
  });
});

describe('releasesToDrop', () => {
  it('keeps the newest ten, what runs, and what the last ten deployments could go back to', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `rel_${index}`);
    const releases = ids.map((id) => ({
      id,
      service: 'a',
      version: id,
      createdAt: '',
      manifest: {},
      configDigest: '',
      contentDigest: '',
      createdBy: { id: 'me' },
    }));
    const deployment = (index: number, environment: string, state: string): DeploymentRecord => ({
      id: `dep_${environment}_${index}`,
      service: 'a',
      environment,
      kind: 'Deploy',
      state,
      releaseId: `rel_${index}`,
      createdAt: '',
      config: '',
    });
    const deployments = [
      deployment(0, 'production', 'Deployed'),
      deployment(1, 'test', 'Failed'),
      ...Array.from({ length: 12 }, (_, index) => deployment(index + 2, 'test', 'Superseded')),
    ];
    const dropped = releasesToDrop({ ...emptyState, releases, deployments }).map(({ id }) => id);
    assert.deepEqual(dropped, ['rel_1', 'rel_2', 'rel_3', ...ids.slice(14, 20)]);
  });
});
