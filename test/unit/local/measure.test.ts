import assert from 'node:assert/strict';
import type { Operation } from '../../../src/model/delivery.js';
import { checkCounts } from '../../../src/local/measure/checkCounts.js';
import { onboardingOf } from '../../../src/local/measure/onboarding.js';
import { periods } from '../../../src/local/measure/periods.js';
import { ratingsIn, satisfactionOf } from '../../../src/local/measure/satisfaction.js';
import { selfServiceShareOf } from '../../../src/local/measure/selfService.js';
import type { DeploymentRecord } from '../../../src/local/store/state.js';

const day = 86_400_000;
const start = Date.parse('2026-11-01T00:00:00Z');
const end = start + 7 * day;
const at = (days: number): string => new Date(start + days * day).toISOString();

describe('figures of the golden path', () => {
  const arrival = (service: string, days: number, state = 'Superseded'): DeploymentRecord =>
    ({ service, state, finishedAt: at(days) }) as DeploymentRecord;

  it('count onboarding from the first commit to the first deployment that reached production', () => {
    const arrivals = [
      arrival('a', 1, 'Failed'),
      arrival('a', 3),
      arrival('a', 4, 'Deployed'),
      arrival('b', 5),
    ];
    const commits = new Map([
      ['a', start + 1 * day],
      ['b', start + 1 * day],
    ]);
    assert.deepEqual(onboardingOf(arrivals, commits, start, end), { secondsP50: 3 * 86_400 });
  });

  it('say why there is no onboarding time, and never call it zero', () => {
    assert.match(onboardingOf([], new Map(), start, end).note ?? '', /first time/);
    assert.match(onboardingOf([arrival('a', 1)], new Map(), start, end).note ?? '', /not known/);
    const before = onboardingOf([arrival('a', -9), arrival('a', 1)], new Map([['a', 0]]), start, end);
    assert.equal(before.secondsP50, undefined, 'it was in production before');
  });

  it('count a change as self-service when nobody else had to act for it', () => {
    const change = (by: string, approvers: readonly string[], state = 'Succeeded'): Operation =>
      ({
        state,
        finishedAt: at(1),
        createdBy: { id: by },
        approvals: approvers.map((id) => ({ by: { id }, decision: 'Approved', at: at(1) })),
      }) as unknown as Operation;
    const changes = [change('a', []), change('a', ['a']), change('a', ['b']), change('a', ['b'], 'Failed')];
    assert.equal(selfServiceShareOf(changes, start, end), 0.6667);
    assert.equal(selfServiceShareOf(changes, end, end + day), undefined);
  });

  it('average ratings by day, and leave days without any empty', () => {
    const ratings = ratingsIn([
      { time: at(0.5), rating: 5, service: 'a' },
      { time: at(0.6), rating: 2 },
      { time: at(3.5), rating: 4 },
      { time: at(3.5), message: 'no rating' },
      { time: 'never', rating: 1 },
    ]);
    const points = satisfactionOf(ratings, start, end);
    assert.equal(points.length, 7);
    assert.deepEqual(
      points.map(({ average }) => average),
      [3.5, undefined, undefined, 4, undefined, undefined, undefined],
    );
    assert.deepEqual(satisfactionOf(ratings, end, end + day), []);
  });

  it('count services by check, those that most fail first, and name some that fail', () => {
    const result = (state: string, name = 'runbook') => ({
      name,
      title: 'Runbook',
      state,
      remediation: { text: 'Add it.' },
    });
    const counts = checkCounts([
      { service: 'a', result: { name: 'ready', checks: [result('Passed'), result('Passed', 'owner')] } },
      {
        service: 'b',
        result: { name: 'ready', checks: [result('Failed'), result('NotApplicable', 'owner')] },
      },
      { service: 'c', result: { name: 'ready', checks: [result('Error'), result('Passed', 'owner')] } },
      { service: 'd', result: { name: 'ready', checks: [result('Unknown'), result('Passed', 'owner')] } },
    ]);
    assert.deepEqual(
      counts.map(({ check, passed, failed, unknown, failing }) => [check, passed, failed, unknown, failing]),
      [
        ['runbook', 1, 1, 2, ['b']],
        ['owner', 3, 0, 0, undefined],
      ],
      'what could not be decided is not failed',
    );
    assert.deepEqual(counts[0]?.remediation, { text: 'Add it.' });
  });

  it('go by days up to two weeks, else by weeks, and leave no gap', () => {
    for (const days of [1, 14, 15, 400]) {
      const spans = periods(start, start + days * day);
      assert.ok(spans.length <= 53);
      assert.equal(spans.at(-1)?.[1], start + days * day);
      spans.slice(1).forEach(([from], index) => assert.equal(from, spans[index]?.[1]));
    }
  });
});
