/** Formats that are checked (JSON Schema Validation 7.3); every expression here is linear. Unknown ones take all. */
const expressions: Readonly<Record<string, RegExp>> = {
  uuid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  email: /^[^\s@"]+@[^\s@]+$/,
  duration: /^P(?!$)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/,
  // What Go's time.ParseDuration reads, and units in words as Kubernetes does (1 day).
  'go-duration': /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)\s*[a-zµμ]+)+)$/i,
  'json-pointer': /^(?:\/(?:[^~/]|~[01])*)*$/,
  'uri-reference': /^[^\s\\<>"{}|^`]*$/,
};

const time = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i;
const label = /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i;

const checks: Readonly<Record<string, (text: string) => boolean>> = {
  date: isDate,
  time: isTime,
  'date-time': (text) => /^.{10}[t ]/i.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  hostname: (text) =>
    text.length <= 253 && text.split('.').every((part) => part.length <= 63 && label.test(part)),
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: (text) => /^[a-z][a-z\d+.-]*:[^\s\\<>"{}|^`]*$/i.test(text),
  regex: (text) => isExpression(text, 'u') || isExpression(text, ''),
};

export function isOfFormat(text: string, format: string): boolean {
  if (Object.hasOwn(expressions, format)) return expressions[format]?.test(text) ?? true;
  return Object.hasOwn(checks, format) ? (checks[format]?.(text) ?? true) : true;
}

function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return month !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** RFC 3339; a leap second is the last of a day in UTC. */
function isTime(text: string): boolean {
  const found = time.exec(text);
  if (!found) return false;
  const [hour = 0, minute = 0, second = 0] = found.slice(1, 4).map(Number);
  const offsetHour = Number(found[5] ?? 0);
  const offsetMinute = Number(found[6] ?? 0);
  if (hour > 23 || minute > 59 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (found[4] === '-' ? -1 : 1) * (offsetHour * 60 + offsetMinute);
  return second === 60 && (hour * 60 + minute - offset + 2880) % 1440 === 1439;
}

function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const last = text.slice(text.lastIndexOf(':') + 1);
  const whole = last.includes('.') ? (isIpv4(last) ? text.replace(last, '0:0') : '') : text;
  const halves = whole.split('::');
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = groups.flat().length;
  const isFull = halves.length === 1 ? count === 8 : halves.length === 2 && count < 8;
  return isFull && groups.flat().every((group) => /^[\da-f]{1,4}$/i.test(group));
}

function isExpression(text: string, flags: string): boolean {
  try {
    return new RegExp(text, flags).source !== '';
  } catch {
    return false;
  }
}
