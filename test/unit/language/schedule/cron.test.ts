import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canFire, parseCron, type Cron } from '../../../../src/language/schedule/cron.js';
import { durationSeconds } from '../../../../src/language/schedule/duration.js';
import { nextRuns } from '../../../../src/language/schedule/nextRuns.js';
import { isTimeZone, timeZones } from '../../../../src/language/schedule/timeZones.js';

function cron(expression: string): Cron {
  const parsed = parseCron(expression);
  assert.ok(!('part' in parsed), expression);
  return parsed;
}

function runs(expression: string, after: string, count = 3, zone = 'Etc/UTC'): string[] {
  return nextRuns(cron(expression), zone, Date.parse(after), count).map((run) =>
    new Date(run).toISOString().slice(0, 16),
  );
}

describe('cron expressions', () => {
  it('have five fields, with names, ranges, lists and steps', () => {
    assert.deepEqual([...cron('*/20 8-10 1,15 jan-mar MON').minutes], [0, 20, 40]);
    assert.deepEqual([...cron('5/20 * * * *').minutes], [5, 25, 45]);
    assert.deepEqual([...cron('0 0 * * 7').weekdays], [0]);
    assert.deepEqual([...cron('@hourly').minutes], [0]);
    assert.deepEqual([...cron('0 0 * jan-mar *').months], [1, 2, 3]);
  });

  it('are refused with the field that is wrong', () => {
    const field = (expression: string): unknown => {
      const parsed = parseCron(expression);
      return 'part' in parsed ? [parsed.field, parsed.part] : undefined;
    };
    assert.deepEqual(field('60 * * * *'), ['minute', '60']);
    assert.deepEqual(field('0 24 * * *'), ['hour', '24']);
    assert.deepEqual(field('0 0 0 * *'), ['day of month', '0']);
    assert.deepEqual(field('0 0 * 13 *'), ['month', '13']);
    assert.deepEqual(field('0 0 * * 8'), ['day of week', '8']);
    assert.deepEqual(field('0 5-3 * * *'), ['hour', '5-3']);
    assert.deepEqual(field('*/0 * * * *'), ['minute', '*/0']);
    assert.deepEqual(field('0 0 * *'), [undefined, '0 0 * *']);
  });

  it('fire only on days that come', () => {
    assert.equal(canFire(cron('0 0 31 2 *')), false);
    assert.equal(canFire(cron('0 0 31 4,6,9,11 *')), false);
    assert.equal(canFire(cron('0 0 29 2 *')), true);
    assert.equal(canFire(cron('0 0 31 2 1')), true, 'or on a Monday');
  });

  it('fire next when the clock in their zone says so', () => {
    assert.deepEqual(runs('30 3 * * 1-5', '2026-11-20T12:00:00Z'), [
      '2026-11-23T03:30',
      '2026-11-24T03:30',
      '2026-11-25T03:30',
    ]);
    assert.deepEqual(runs('0 0 29 2 *', '2026-01-01T00:00:00Z', 1), ['2028-02-29T00:00']);
    assert.deepEqual(runs('0 9 * * *', '2026-03-28T12:00:00Z', 2, 'Europe/Berlin'), [
      '2026-03-29T07:00',
      '2026-03-30T07:00',
    ]);
    assert.deepEqual(
      runs('30 2 * * *', '2026-03-28T12:00:00Z', 1, 'Europe/Berlin'),
      ['2026-03-30T00:30'],
      'no such time on the 29th',
    );
    assert.deepEqual(runs('0 0 1 1 1', '2026-12-30T00:00:00Z', 2), ['2027-01-01T00:00', '2027-01-04T00:00']);
  });

  it('never fire when they cannot, and do when they can', () => {
    const field = (from: number, to: number): fc.Arbitrary<string> =>
      fc.oneof(fc.constant('*'), fc.integer({ min: from, max: to }).map(String));
    fc.assert(
      fc.property(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7), (...parts) => {
        const parsed = cron(parts.join(' '));
        const [next] = nextRuns(parsed, 'Etc/UTC', Date.UTC(2026, 0, 1), 1);
        // The 29th of February on a given weekday can be 40 years away.
        if (canFire(parsed) && !(parts[2] === '29' && parts[3] === '2')) {
          assert.ok(next !== undefined, parts.join(' '));
        }
        if (!canFire(parsed)) assert.equal(next, undefined);
      }),
      { numRuns: 60 },
    );
  });

  it('never throw, whatever is written', () => {
    fc.assert(fc.property(fc.string(), (text) => assert.ok(parseCron(text))));
    for (const name of ['__proto__', 'constructor', 'toString']) assert.ok('part' in parseCron(name));
  });
});

describe('time zones and durations', () => {
  it('are known by their names', () => {
    assert.equal(isTimeZone('Europe/Berlin'), true);
    assert.equal(isTimeZone('Etc/UTC'), true);
    assert.equal(isTimeZone('Europe/Belrin'), false);
    assert.ok(timeZones().includes('America/New_York'));
  });

  it('are counted in seconds', () => {
    assert.equal(durationSeconds('28d'), 2_419_200);
    assert.equal(durationSeconds('15m'), 900);
    assert.equal(durationSeconds('15 min'), undefined);
    assert.equal(durationSeconds(5), undefined);
  });
});
