import { t } from '../../base/l10n.js';
import { fieldRefusal } from '../../contract/refusal.js';

const standardDays = 30;
const mostDays = 366;
const dayMs = 86_400_000;

/** A time in a query, in ms since 1970. Throws `PlatformError` for what is none. */
export function timeOf(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  const time = Date.parse(value);
  if (!Number.isNaN(time)) return time;
  throw fieldRefusal(`/${name}`, t('{0} is a time like 2026-01-31T08:00:00Z.', name));
}

/** `from` and `to` of a query; the last 30 days when they are left out, at most a year. */
export function timeSpan(query: URLSearchParams): { readonly from: number; readonly to: number } {
  const to = timeOf(query, 'to') ?? Date.now();
  const from = timeOf(query, 'from') ?? to - standardDays * dayMs;
  if (from >= to) throw fieldRefusal('/from', t('from must be before to.'));
  if (to - from > mostDays * dayMs) throw fieldRefusal('/from', t('At most {0} days.', mostDays));
  return { from, to };
}
