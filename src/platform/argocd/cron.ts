const minuteMs = 60_000;
const names = [
  'sun mon tue wed thu fri sat'.split(' '),
  ['', ...'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')],
] as const;
const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
/** A schedule that is due less often than this has no time that matters here. */
const farthestMs = 400 * 1_440 * minuteMs;

/** Whether a schedule of five fields (minute, hour, day, month, weekday) is due in a minute. */
type Due = (time: Date) => boolean;

/**
 * The first minute from `from` on at which a schedule is due, in ms since the epoch, going backwards with `step` -1,
 * looking no further than `withinMs`. `offsetMs` is that of the schedule's time zone. `undefined` where there is none, or
 * the schedule cannot be read.
 */
export function dueMinute(
  schedule: string,
  from: number,
  step: 1 | -1,
  offsetMs = 0,
  withinMs = farthestMs,
): number | undefined {
  const due = dueOf(macros[schedule.trim()] ?? schedule);
  if (!due) return undefined;
  const start = Math.floor((from + offsetMs) / minuteMs) * minuteMs;
  const first = step === 1 && start < from + offsetMs ? start + minuteMs : start;
  for (let gone = 0; gone <= withinMs; gone += minuteMs) {
    const time = first + gone * step;
    if (due(new Date(time))) return time - offsetMs;
  }
  return undefined;
}

function dueOf(schedule: string): Due | undefined {
  const parts = schedule.trim().split(/\s+/);
  const fields = parts.map(fieldOf);
  const [minutes, hours, days, months, weekdays] = fields;
  if (fields.length !== 5 || !minutes || !hours || !days || !months || !weekdays) return undefined;
  // Where both days are given, either is enough (crontab(5)).
  const [anyDay, anyWeekday] = [parts[2], parts[4]].map((part) => part?.startsWith('*') || part === '?');
  return (time) => {
    const weekday = time.getUTCDay();
    const isDay = days.has(time.getUTCDate());
    const isWeekday = weekdays.has(weekday) || (weekday === 0 && weekdays.has(7));
    return (
      minutes.has(time.getUTCMinutes()) &&
      hours.has(time.getUTCHours()) &&
      months.has(time.getUTCMonth() + 1) &&
      (anyDay ? isWeekday : anyWeekday ? isDay : isDay || isWeekday)
    );
  };
}

function fieldOf(text: string, index: number): ReadonlySet<number> | undefined {
  const [low, high] = ranges[index] ?? [0, -1];
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', from, to, step] = /^(\*|\?|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part) ?? [];
    const isAll = range === '*' || range === '?';
    const first = isAll ? low : valueOf(from, index);
    const last = isAll ? high : to === undefined ? (step === undefined ? first : high) : valueOf(to, index);
    const by = Number(step ?? 1);
    if (first === undefined || last === undefined || first < low || last > high || by < 1) return undefined;
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
}

function valueOf(text: string | undefined, index: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  const place = (index === 4 ? names[0] : index === 3 ? names[1] : []).indexOf(text.toLowerCase());
  return place === -1 ? undefined : place;
}
