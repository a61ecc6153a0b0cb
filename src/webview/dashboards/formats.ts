import { t } from '../../base/l10n.js';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Figures and times in the person's own way. */
export interface Formats {
  readonly number: (value: number) => string;
  /** A share of 1. */
  readonly percent: (share: number) => string;
  /** A share of 1 of which the small rest to all counts: 99.95% is not 100%. */
  readonly precisePercent: (share: number) => string;
  /** Seconds in the largest unit that leaves a whole part. */
  readonly duration: (seconds: number) => string;
  readonly dateTime: (time: string | number | undefined) => string;
  /** Day and month, for the foot of a chart. */
  readonly day: (time: string) => string;
  /** How long before `now` (ms since 1970). */
  readonly ago: (time: string | number | undefined, now: number) => string;
}

/** `locale`: BCP 47; one that is none falls back to that of the machine. */
export function formatsFor(locale: string): Formats {
  const known = supported(locale);
  const number = new Intl.NumberFormat(known, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 1 });
  const precise = new Intl.NumberFormat(known, { style: 'percent', maximumFractionDigits: 3 });
  const dateTime = new Intl.DateTimeFormat(known, { dateStyle: 'medium', timeStyle: 'short' });
  const dayMonth = new Intl.DateTimeFormat(known, { day: 'numeric', month: 'short' });
  const relative = new Intl.RelativeTimeFormat(known, { numeric: 'auto' });
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(known, {
      style: 'unit',
      unit: name,
      unitDisplay: 'long',
      maximumFractionDigits: 1,
    }).format(value);
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    precisePercent: (share) => precise.format(share),
    duration: (seconds) => {
      const [size, name] = sizeOf(seconds);
      return unit(seconds / size, name);
    },
    dateTime: (time) => {
      const at = new Date(time ?? NaN);
      return Number.isNaN(at.getTime()) ? String(time ?? '') : dateTime.format(at);
    },
    day: (time) => {
      const at = new Date(time);
      return Number.isNaN(at.getTime()) ? time : dayMonth.format(at);
    },
    ago: (time, now) => {
      const at = new Date(time ?? NaN).getTime();
      if (Number.isNaN(at)) return '';
      const seconds = Math.max(0, (now - at) / 1_000);
      if (seconds < minute) return t('just now');
      const [size, name] = sizeOf(seconds);
      return relative.format(-Math.floor(seconds / size), name);
    },
  };
}

function sizeOf(seconds: number): readonly [number, 'day' | 'hour' | 'minute' | 'second'] {
  if (seconds >= 2 * day) return [day, 'day'];
  if (seconds >= 2 * hour) return [hour, 'hour'];
  if (seconds >= 2 * minute) return [minute, 'minute'];
  return seconds >= minute ? [minute, 'minute'] : [1, 'second'];
}

function supported(locale: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0];
  } catch {
    return undefined;
  }
}
