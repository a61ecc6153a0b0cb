import type { Cron } from './cron.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** The 29th of February can be eight years away. */
const mostDays = 9 * 366;

/**
 * The next times that a schedule fires after `after` (ms since 1970), at most `count`, in a time zone by its IANA name.
 * Times that a change of the clocks skips are left out.
 */
export function nextRuns(cron: Cron, timeZone: string, after: number, count: number): number[] {
  const clock = wallClock(timeZone);
  const runs: number[] = [];
  const start = clock(after);
  for (let day = 0; day <= mostDays && runs.length < count; day++) {
    const date = new Date(Date.UTC(start.year, start.month - 1, start.day) + day * dayMs);
    if (!fitsDay(cron, date)) continue;
    for (const hour of sorted(cron.hours)) {
      for (const minute of sorted(cron.minutes)) {
        const run = instantOf(date.getTime() + (hour * 60 + minute) * minuteMs, clock);
        if (run !== undefined && run > after && runs.length < count) runs.push(run);
      }
    }
  }
  return runs;
}

function sorted(values: ReadonlySet<number>): number[] {
  return [...values].sort((a, b) => a - b);
}

function fitsDay({ days, months, weekdays, isEitherDay }: Cron, date: Date): boolean {
  if (!months.has(date.getUTCMonth() + 1)) return false;
  const isDay = days.has(date.getUTCDate());
  const isWeekday = weekdays.has(date.getUTCDay());
  return isEitherDay ? isDay || isWeekday : isDay && isWeekday;
}

interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** What the clock on the wall shows, as if it were UTC, in ms. */
  readonly shown: number;
}

function wallClock(timeZone: string): (instant: number) => WallTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = (
      ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
    ).map((type) => parts.get(type) ?? 0);
    return { year, month, day, shown: Date.UTC(year, month - 1, day, hour, minute, second) };
  };
}

/** When the clock on the wall shows a time; `undefined` when it never does, because it is put forward over it. */
function instantOf(shown: number, clock: (instant: number) => WallTime): number | undefined {
  let instant = shown;
  for (let round = 0; round < 3; round++) {
    const off = shown - clock(instant).shown;
    if (off === 0) return instant;
    instant += off;
  }
  return clock(instant).shown === shown ? instant : undefined;
}
