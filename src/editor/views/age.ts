import { t } from '../../base/l10n.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago, short enough for a tree row: `now`, `5m`, `3h`, `12d`. Empty for a time that is not one. */
export function shortAge(time: string | undefined, now: number): string {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at)) return '';
  const age = Math.max(0, now - at);
  if (age < minute) return t('now');
  if (age < hour) return t('{0}m', Math.floor(age / minute));
  if (age < 2 * day) return t('{0}h', Math.floor(age / hour));
  return t('{0}d', Math.floor(age / day));
}

/** How long until a time, as short as an age: `5m`, `3h`, `12d`. Empty for a time that is past, or none. */
export function timeLeft(time: string | undefined, now: number): string {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return at > now ? shortAge(new Date(now).toISOString(), at) : '';
}

/** A time to come, as short as it may be said: `14:00`, `Tue 02:00` within a week, else `23 Nov`. Empty for none. */
export function untilTime(time: string | undefined, now: number): string {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at)) return '';
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const date = new Date(at);
  if (at - now < 12 * hour) return date.toLocaleTimeString(undefined, clock);
  if (at - now < 6 * day) return date.toLocaleString(undefined, { weekday: 'short', ...clock });
  return date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

/** Hours and minutes on this machine's clock, e.g. `10:42`; with the date when that was not within the last half day. */
export function clockTime(at: number, now = Date.now()): string {
  const isNear = Math.abs(now - at) < 12 * hour;
  return new Date(at).toLocaleString(undefined, {
    ...(!isNear && { day: 'numeric', month: 'short', year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** Date and time on this machine's clock; what is no time is given back as it came. */
export function localTime(time: string | undefined): string | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at)
    ? time
    : new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
