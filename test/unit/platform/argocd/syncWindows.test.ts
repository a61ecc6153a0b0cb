import assert from 'node:assert/strict';
import { dueMinute } from '../../../../src/platform/argocd/cron.js';

describe('the schedule of a sync window', () => {
  const at = (text: string): number => Date.parse(text);
  const due = (schedule: string, from: string, step: 1 | -1, offset = 0): string | undefined => {
    const time = dueMinute(schedule, at(from), step, offset);
    return time === undefined ? undefined : new Date(time).toISOString();
  };

  it('is due at the minute that it names, before and after', () => {
    assert.equal(due('0 22 * * 5', '2026-11-21T10:30:30Z', -1), '2026-11-20T22:00:00.000Z');
    assert.equal(due('0 22 * * fri', '2026-11-21T10:30:30Z', 1), '2026-11-27T22:00:00.000Z');
    assert.equal(due('*/15 9-17 * jan-mar 1-5', '2026-03-31T17:50:00Z', 1), '2027-01-01T09:00:00.000Z');
    assert.equal(due('@daily', '2026-11-21T00:00:00Z', 1), '2026-11-21T00:00:00.000Z');
    assert.equal(due('30 4 1,15 * 7', '2026-11-20T00:00:00Z', 1), '2026-11-22T04:30:00.000Z');
  });

  it('is due by the clock of its time zone', () => {
    assert.equal(due('0 8 * * *', '2026-11-21T00:00:00Z', 1, 5.5 * 3_600_000), '2026-11-21T02:30:00.000Z');
  });

  it('is never due where it cannot be read', () => {
    for (const schedule of ['', '* * * *', '61 * * * *', 'x * * * *', '* * 5-1 * x']) {
      assert.equal(due(schedule, '2026-11-21T00:00:00Z', 1), undefined, schedule);
    }
  });
});
