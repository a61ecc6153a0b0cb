import { t } from '../../base/l10n.js';

const minuteMs = 60_000;

/** Ranges that are asked for often, in minutes back from now. */
export const recentRanges: readonly { readonly minutes: number; readonly label: () => string }[] = [
  { minutes: 5, label: () => t('Last 5 minutes') },
  { minutes: 15, label: () => t('Last 15 minutes') },
  { minutes: 60, label: () => t('Last hour') },
  { minutes: 24 * 60, label: () => t('Last 24 hours') },
];

/** The beginning of a range that ends now, ms since the epoch. */
export function minutesBack(minutes: number, now: number): number {
  return now - minutes * minuteMs;
}

/**
 * A point in time as a person writes it: RFC 3339 (`2026-11-21T14:00:00Z`), a local day and time (`2026-11-21 14:00`),
 * or a local time of today (`14:00`, `14:00:30`). ms since the epoch; `undefined` for anything else.
 */
export function timeFrom(text: string, now: number): number | undefined {
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (clock) {
    const [hours, minutes, seconds] = [clock[1], clock[2], clock[3] ?? '0'].map(Number);
    if ((hours ?? 0) > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 59) return undefined;
    return new Date(now).setHours(hours ?? 0, minutes, seconds, 0);
  }
  if (!/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)/.test(text.trim())) return undefined;
  const time = Date.parse(text.trim().replace(' ', 'T'));
  return Number.isNaN(time) ? undefined : time;
}
