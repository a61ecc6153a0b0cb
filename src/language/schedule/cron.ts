/** A cron expression as the sets of values that its fields allow. */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** Whether day of month and day of week are both restricted: then either is enough. */
  readonly isEitherDay: boolean;
}

export type CronField = 'minute' | 'hour' | 'day of month' | 'month' | 'day of week';

/** Why an expression cannot be read; `field` is absent when there are not five of them. */
export interface CronFault {
  readonly field?: CronField;
  /** What cannot be read. */
  readonly part: string;
  readonly from: number;
  readonly to: number;
}

interface FieldRange {
  readonly field: CronField;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const fields: readonly FieldRange[] = [
  { field: 'minute', from: 0, to: 59 },
  { field: 'hour', from: 0, to: 23 },
  { field: 'day of month', from: 1, to: 31 },
  { field: 'month', from: 1, to: 12, names: monthNames },
  { field: 'day of week', from: 0, to: 7, names: dayNames },
];

const nicknames: ReadonlyMap<string, string> = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);

/** Reads an expression as the schedulers of Kubernetes and Unix do: five fields, or a nickname such as `@daily`. */
export function parseCron(expression: string): Cron | CronFault {
  const parts = (nicknames.get(expression.trim().toLowerCase()) ?? expression).trim().split(/\s+/);
  if (parts.length !== fields.length) return { part: expression, from: 0, to: 0 };
  const sets: ReadonlySet<number>[] = [];
  for (const [index, range] of fields.entries()) {
    const part = parts[index] ?? '';
    const set = parseField(part, range);
    if (!set) return { field: range.field, part, from: range.from, to: range.to };
    sets.push(set);
  }
  const [minutes, hours, days, months, all] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  const weekdays = new Set([...all].map((day) => day % 7));
  const isOpen = (part: string | undefined): boolean => /^[*?]/.test(part ?? '');
  return { minutes, hours, days, months, weekdays, isEitherDay: !isOpen(parts[2]) && !isOpen(parts[4]) };
}

function parseField(text: string, range: FieldRange): Set<number> | undefined {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const found = /^([*?]|[\da-z]+(?:-[\da-z]+)?)(?:\/(\d+))?$/i.exec(item);
    const bounds = found && boundsOf(found[1] ?? '', range, found[2] !== undefined);
    const step = Number(found?.[2] ?? 1);
    if (!bounds || step < 1) return undefined;
    for (let value = bounds[0]; value <= bounds[1]; value += step) values.add(value);
  }
  return values;
}

function boundsOf(text: string, range: FieldRange, hasStep: boolean): [number, number] | undefined {
  if (text === '*' || text === '?') return [range.from, range.to];
  const [first = '', last] = text.split('-');
  const from = valueOf(first, range);
  const to = last === undefined ? (hasStep ? range.to : from) : valueOf(last, range);
  return from === undefined || to === undefined || to < from ? undefined : [from, to];
}

function valueOf(text: string, { from, to, names = [] }: FieldRange): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  const value = named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= from && value <= to ? value : undefined;
}

const longestMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether there is any day on which it fires: the 31st of February never comes. */
export function canFire({ days, months, isEitherDay }: Cron): boolean {
  if (isEitherDay) return true;
  const first = Math.min(...days);
  return [...months].some((month) => first <= (longestMonth[month - 1] ?? 0));
}
