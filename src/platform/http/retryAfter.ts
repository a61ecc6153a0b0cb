/** Longer waits are taken for a mistake of the server and cut to this: one hour. */
export const maxRetryAfterMs = 3_600_000;

const days = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDays = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = String.raw`\d{2}:\d{2}:\d{2}`;
/** The three forms of RFC 9110, section 5.6.7. */
const httpDate = new RegExp(String.raw`^${days}, \d{2} ${month} \d{4} ${time} GMT$`);
const rfc850Date = new RegExp(String.raw`^${longDays}, (\d{2})-(${month})-(\d{2}) (${time}) GMT$`);
const asctimeDate = new RegExp(String.raw`^${days} (${month}) ([ \d]\d) (${time}) (\d{4})$`);

/**
 * Milliseconds that a `Retry-After` header asks to wait: seconds or an HTTP date, at most an hour. A date is compared
 * with the server's own `Date` where it sends one, so that a clock that is wrong on either side does no harm.
 * `undefined` for none or nonsense.
 */
export function retryAfterMs(header: string | undefined, now: number, date?: string): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.min(maxRetryAfterMs, Math.ceil(Number(text) * 1000));
  const at = httpDateMs(text, now);
  if (at === undefined) return undefined;
  const from = httpDateMs(date?.trim() ?? '', now) ?? now;
  return Math.min(maxRetryAfterMs, Math.max(0, at - from));
}

function httpDateMs(text: string, now: number): number | undefined {
  const at = Date.parse(httpDate.test(text) ? text : (rfc850(text, now) ?? asctime(text) ?? ''));
  return Number.isNaN(at) ? undefined : at;
}

/** A year of two digits that seems more than 50 years away is one of the past. */
function rfc850(text: string, now: number): string | undefined {
  const [, day = '', name = '', year = '', at = ''] = rfc850Date.exec(text) ?? [];
  if (day === '') return undefined;
  const thisYear = new Date(now).getUTCFullYear();
  const near = Math.floor(thisYear / 100) * 100 + Number(year);
  return `${day} ${name} ${near > thisYear + 50 ? near - 100 : near} ${at} GMT`;
}

function asctime(text: string): string | undefined {
  const [, name = '', day = '', at = '', year = ''] = asctimeDate.exec(text) ?? [];
  return name === '' ? undefined : `${day.trim()} ${name} ${year} ${at} GMT`;
}
