import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Operation } from '../../../../src/model/delivery.js';
import { firstOf, severalId, togetherOf } from '../../../../src/platform/argocd/several.js';

const ends = ['Succeeded', 'Failed', 'Canceled', 'Unknown'];
const state = fc.constantFrom('Pending', 'Running', ...ends);

const operations = fc.array(state, { minLength: 1, maxLength: 6 }).map((states) =>
  states.map((told, index): Operation => ({
    id: `argocd.web-${index}.key`,
    kind: 'Deployment',
    state: told,
    done: ends.includes(told),
    createdAt: `2026-01-0${index + 1}T00:00:00Z`,
    title: `Sync web-${index}`,
    message: `said ${index}`,
    cancelable: !ends.includes(told),
  })),
);

describe('several operations of Argo CD as one', () => {
  it('are over when all are, and never better than the worst of them', () => {
    fc.assert(
      fc.property(operations, (all) => {
        const told = togetherOf('id', { service: 'web', environment: 'prod' }, all);
        assert.equal(
          told.done,
          all.every(({ done }) => done),
        );
        assert.equal(ends.includes(told.state), told.done);
        assert.equal(
          told.state === 'Succeeded',
          all.every((each) => each.state === 'Succeeded'),
        );
        assert.equal(
          told.state === 'Pending',
          all.every((each) => each.state === 'Pending'),
        );
        if (told.done && all.some((each) => each.state === 'Failed')) assert.equal(told.state, 'Failed');
        assert.equal(told.cancelable, !told.done);
        assert.equal(told.steps?.length, all.length);
        for (const { title = '' } of all) assert.ok(told.title?.includes(title));
      }),
    );
  });

  it('have an id of their own, from which the first is known', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z-]{0,20}$/), fc.stringMatching(/^\w{1,40}$/), (name, mark) => {
        const first = `argocd.${name}.${mark}`;
        assert.equal(firstOf(severalId(first)), first);
        assert.equal(firstOf(first), undefined);
      }),
    );
  });
});
