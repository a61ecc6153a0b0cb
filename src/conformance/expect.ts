import { t } from '../base/l10n.js';
import { strictFaults, type ShapeName } from '../contract/checkOf.js';
import type { components } from '../contract/generated/wire.js';
import { jsonOf, mediaTypeOf, type Exchange } from './exchange.js';
import { Departure } from './verdict.js';

/** Fails the check with `message` unless `holds`. */
export function expect(holds: boolean, message: string, ...exchanges: readonly Exchange[]): asserts holds {
  if (!holds) throw new Departure(message, ...exchanges);
}

export function expectStatus(exchange: Exchange, ...statuses: readonly number[]): void {
  const wanted = statuses.join(', ');
  const message =
    exchange.status === 0
      ? t('No answer came; {0} was expected.', wanted)
      : t('The answer is {0}; {1} was expected.', exchange.status, wanted);
  expect(statuses.includes(exchange.status), message, exchange);
}

/** Times and nulls are for checks of their own. */
function isShapeFault({ params, message }: { readonly params: object; readonly message?: string }): boolean {
  return !('format' in params && params.format === 'date-time') && !(message ?? '').includes('not null');
}

/** The JSON of an answer that has the status 200 (or another) and the shape. */
export function expectShape<Name extends ShapeName>(
  exchange: Exchange,
  shape: Name,
  status = 200,
): components['schemas'][Name] {
  expectStatus(exchange, status);
  const type = mediaTypeOf(exchange);
  expect(type === 'application/json', t('The content type is "{0}", not application/json.', type), exchange);
  const value = jsonOf(exchange);
  expect(value !== undefined, t('The body is not JSON.'), exchange);
  const [fault] = strictFaults(shape, value).filter(isShapeFault);
  expect(
    fault === undefined,
    t('The body is no {0}: {1} {2}.', shape, fault?.instancePath || '/', fault?.message ?? ''),
    exchange,
  );
  return value as components['schemas'][Name];
}

/** A refusal with one of the statuses, and, where it is told by a problem, with one of the codes. */
export function expectRefusal(
  exchange: Exchange,
  statuses: readonly number[],
  codes: readonly string[],
): void {
  expectStatus(exchange, ...statuses);
  if (mediaTypeOf(exchange) !== 'application/problem+json') return;
  const code = problemCode(exchange);
  expect(
    codes.includes(code),
    t('The problem’s type ends in "{0}"; {1} was expected.', code, codes.join(', ')),
    exchange,
  );
}

/** The last segment of the `type` in a problem; empty for none. */
export function problemCode(exchange: Exchange): string {
  const value = jsonOf(exchange);
  if (typeof value !== 'object' || value === null || !('type' in value)) return '';
  return typeof value.type === 'string' ? (value.type.split(/[/:#]/).at(-1) ?? '') : '';
}
