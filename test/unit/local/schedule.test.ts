import assert from 'node:assert/strict';
import type { Instance } from '../../../src/local/runtime/instance.js';
import type { LaunchSchedule } from '../../../src/local/runtime/launch.js';
import { Schedule, type ScheduleClock } from '../../../src/local/runtime/schedule.js';

/** A clock that stands still until it is moved; timers fire in order. */
class TestClock implements ScheduleClock {
  #now: number;
  #timers: { at: number; callback: () => void }[] = [];

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  async to(time: string): Promise<void> {
    const target = Date.parse(time);
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= target).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#now = next.at;
      next.callback();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = target;
  }
}

class TestRun {
  stopped = false;
  finish: () => void = () => undefined;
  readonly #ended = new Promise<void>((resolve) => (this.finish = resolve));
  report = { health: 'Healthy' };

  ended(): Promise<void> {
    return this.#ended;
  }

  stop(): Promise<void> {
    this.stopped = true;
    this.finish();
    return Promise.resolve();
  }
}

function scheduled(
  plan: Partial<LaunchSchedule>,
  start: string,
): { readonly clock: TestClock; readonly runs: TestRun[]; readonly schedule: Schedule } {
  const clock = new TestClock(start);
  const runs: TestRun[] = [];
  const schedule = new Schedule({
    plan: { cron: '0 3 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', ...plan },
    start: () => {
      const run = new TestRun();
      runs.push(run);
      return Promise.resolve(run as unknown as Instance);
    },
    onChange: () => undefined,
    clock,
  });
  return { clock, runs, schedule };
}

describe('Schedule', () => {
  it('runs when it is due in its time zone, also weeks ahead', async () => {
    const { clock, runs, schedule } = scheduled({ timeZone: 'Europe/Berlin' }, '2026-01-01T00:00:00Z');
    assert.match(schedule.report.message ?? '', /2026-01-01T02:00/);
    await clock.to('2026-01-01T01:59:59Z');
    assert.equal(runs.length, 0);
    await clock.to('2026-01-01T02:00:00Z');
    assert.equal(runs.length, 1);
    const yearly = scheduled({ cron: '0 0 1 6 *' }, '2026-01-01T00:00:00Z');
    await yearly.clock.to('2026-05-31T23:59:00Z');
    assert.equal(yearly.runs.length, 0);
    await yearly.clock.to('2026-06-01T00:00:00Z');
    assert.equal(yearly.runs.length, 1);
    await schedule.stop();
    await yearly.schedule.stop();
  });

  const twice = async (policy: LaunchSchedule['concurrencyPolicy']): Promise<readonly boolean[]> => {
    const plan = { cron: '* * * * *', concurrencyPolicy: policy };
    const { clock, runs, schedule } = scheduled(plan, '2026-01-01T00:00:30Z');
    await clock.to('2026-01-01T00:02:30Z');
    const stopped = runs.map((run) => run.stopped);
    await schedule.stop();
    assert.ok(runs.every((run) => run.stopped));
    await clock.to('2026-01-01T01:00:00Z');
    assert.equal(runs.length, stopped.length, 'nothing starts after the end');
    return stopped;
  };

  it('leaves a run out, lets both run, or replaces the one before, by its policy', async () => {
    assert.deepEqual(await twice('Forbid'), [false]);
    assert.deepEqual(await twice('Allow'), [false, false]);
    assert.deepEqual(await twice('Replace'), [true, false]);
  });

  it('is Degraded after a run that failed, and Healthy after the next', async () => {
    const { clock, runs, schedule } = scheduled({ cron: '* * * * *' }, '2026-01-01T00:00:30Z');
    await clock.to('2026-01-01T00:01:00Z');
    assert.ok(runs[0]);
    runs[0].report = { health: 'Degraded' };
    runs[0].finish();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(schedule.report.health, 'Degraded');
    await clock.to('2026-01-01T00:02:00Z');
    runs[1]?.finish();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(schedule.report.health, 'Healthy');
    await schedule.stop();
  });

  it('refuses a schedule or a time zone that does not exist', () => {
    assert.throws(() => scheduled({ cron: 'daily' }, '2026-01-01T00:00:00Z'), /cannot be read/);
    assert.throws(() => scheduled({ timeZone: 'Mars/Base' }, '2026-01-01T00:00:00Z'), /no time zone/);
  });
});
