import assert from 'node:assert/strict';
import { activityOf, type Activity } from '../../../../../src/editor/views/activity/activity.js';
import { changedActivityRows } from '../../../../../src/editor/views/activity/activityChanges.js';
import { NodeStore, sections } from '../../../../../src/editor/views/nodes.js';
import { activityPicture, approval, incident, operation } from './operations.js';

const others = { id: 'user:default/bob' };

function told(activity: Activity): Readonly<Record<string, readonly string[]>> {
  const lists = sections.map((section) => [section, activity[section].map(({ id }) => id)] as const);
  return Object.fromEntries(lists.filter(([, ids]) => ids.length > 0));
}

describe('the lists of the Activity view', () => {
  it('tell what waits for me from what runs and what ended', () => {
    const picture = activityPicture([
      operation('old', { state: 'Failed', finishedAt: '2026-11-21T11:00:00Z' }),
      operation('new', { state: 'Succeeded', finishedAt: '2026-11-21T12:10:00Z' }),
      operation('first'),
      operation('second', { createdAt: '2026-11-21T12:05:00Z' }),
      operation('mine to approve', { state: 'Blocked', blockedBy: approval, createdBy: others }),
    ]);
    assert.deepEqual(told(activityOf(picture, 'all')), {
      waiting: ['mine to approve'],
      running: ['second', 'first'],
      past: ['new', 'old'],
    });
  });

  it('leave out what others started, but nothing that waits for me', () => {
    const picture = activityPicture([
      operation('mine'),
      operation('theirs', { createdBy: others }),
      operation('unknown', { createdBy: { id: 'system:default/argo' } }),
      operation('waits', { state: 'Blocked', blockedBy: approval, createdBy: others }),
    ]);
    const mine = activityOf(picture, 'mine');
    assert.deepEqual(told(mine), { waiting: ['waits'], running: ['mine'] });
    assert.equal(mine.hidden, 2);
    assert.equal(activityOf(picture, 'all').hidden, 0);
  });

  it('show everything to whom the platform does not know', () => {
    const { live, workspace } = activityPicture([operation('theirs', { createdBy: others })]);
    assert.deepEqual(told(activityOf({ live, workspace }, 'mine')), { running: ['theirs'] });
  });

  it('put the worst incident first, and of two as bad the one that nobody has', () => {
    const picture = activityPicture(
      [],
      [
        incident('small', { severityRank: 4 }),
        incident('taken', { severityRank: 1, status: 'Acknowledged' }),
        incident('open', { severityRank: 1 }),
        incident('over', { status: 'Resolved' }),
        incident('unranked', { severityRank: undefined } as never),
      ],
    );
    assert.deepEqual(told(activityOf(picture, 'all'))['incidents'], ['open', 'taken', 'small', 'unranked']);
  });

  it('call mine the incidents of what I own and those I was called to', () => {
    const picture = activityPicture(
      [],
      [
        incident('owned'),
        incident('elsewhere', { service: 'other' }),
        incident('called', { service: 'other', assignees: [{ id: 'user:default/ada' }] }),
      ],
    );
    assert.deepEqual(told(activityOf(picture, 'mine'))['incidents'], ['owned', 'called']);
    const here = { ...picture, workspace: new Set(['other']) };
    assert.deepEqual(told(activityOf(here, 'mine'))['incidents'], ['owned', 'elsewhere', 'called']);
  });
});

describe('rows of the Activity view to draw again', () => {
  const nodes = new NodeStore();
  const one = operation('one');
  const two = operation('two');
  const rows = (before: Activity, after: Activity) =>
    changedActivityRows(nodes, before, after)?.map(({ id }) => id);
  const of = (...operations: Parameters<typeof activityPicture>[0][]) =>
    operations.map((list) => activityOf(activityPicture(list), 'all')) as [Activity, Activity];

  it('are none where nothing changed', () => {
    assert.deepEqual(rows(...of([one, two], [one, two])), []);
  });

  it('are only the operation that went on', () => {
    assert.deepEqual(rows(...of([one, two], [one, { ...two, progressPercent: 50 }])), ['operation/two']);
  });

  it('are the list that something came into', () => {
    assert.deepEqual(rows(...of([one], [one, two])), ['section/running']);
  });

  it('are all where a list came or went', () => {
    assert.equal(rows(...of([one, two], [one, operation('two', { state: 'Failed' })])), undefined);
  });
});
