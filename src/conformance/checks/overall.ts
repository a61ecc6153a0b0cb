import { t } from '../../base/l10n.js';
import { strictFaults, type ShapeName } from '../../contract/checkOf.js';
import { apiOperations } from '../../contract/generated/api.js';
import type { Check } from '../check.js';
import { jsonOf, mediaTypeOf, type Exchange } from '../exchange.js';
import { expect, problemCode } from '../expect.js';

/** The words that a problem's `type` may end in (schemas/platform-api.yaml, Problem). */
const problemCodes = new Set(
  [
    'invalid-request idempotency-key-missing unauthenticated forbidden not-found operation-in-progress stale-basis',
    'stale-plan blocked etag-mismatch unsupported-media-type idempotency-key-reused must-acknowledge rate-limited',
    'internal not-implemented unavailable',
  ]
    .join(' ')
    .split(' '),
);

/** The shape that the contract gives an answer, `undefined` for streams and free bodies. */
function shapeOf({ method, target, status }: Exchange): ShapeName | undefined {
  if (status >= 400) return 'Problem';
  const path = target.split('?', 1)[0] ?? '';
  const operation = apiOperations.find(
    (each) =>
      each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`, 'u').test(path),
  );
  const name = operation?.answers[String(status)]?.['application/json'];
  return name === undefined || name === '' ? undefined : (name as ShapeName);
}

function faultsOf(exchange: Exchange): ReturnType<typeof strictFaults> {
  const shape = mediaTypeOf(exchange).endsWith('json') ? shapeOf(exchange) : undefined;
  return shape === undefined ? [] : strictFaults(shape, jsonOf(exchange));
}

/** Checks of everything that was answered in the run; they go last. */
export function overallChecks(): readonly Check[] {
  return [
    {
      id: 'times/rfc3339',
      level: 'read',
      proves: t('Every time is RFC 3339 with its offset, like 2026-01-31T08:00:00Z.'),
      run: overall((exchange) => {
        const fault = faultsOf(exchange).find(({ params }) => params['format'] === 'date-time');
        return fault && t('{0} is no such time.', fault.instancePath);
      }),
    },
    {
      id: 'values/no-null',
      level: 'read',
      proves: t('What is not known is left out, never null.'),
      run: overall((exchange) => {
        const fault = faultsOf(exchange).find(({ instancePath }) => isNullAt(jsonOf(exchange), instancePath));
        return fault && t('{0} is null.', fault.instancePath);
      }),
    },
    {
      id: 'errors/internal',
      level: 'read',
      proves: t('No request made the server fail.'),
      run: overall(({ status }) =>
        status >= 500 && status !== 501 && status !== 503 ? t('The answer is {0}.', status) : undefined,
      ),
    },
    {
      id: 'errors/problem',
      level: 'deploy',
      proves: t(
        'Every refusal is a problem (RFC 9457) with a type of the contract and the status of the answer.',
      ),
      run: overall((exchange) => {
        const { method, status } = exchange;
        if (status < 400 || method === 'HEAD') return undefined;
        const type = mediaTypeOf(exchange);
        if (type !== 'application/problem+json') {
          return t('The content type of a {0} is "{1}".', status, type);
        }
        const [fault] = strictFaults('Problem', jsonOf(exchange));
        if (fault) return t('The problem has a fault: {0} {1}.', fault.instancePath, fault.message ?? '');
        if ((jsonOf(exchange) as { status?: number }).status !== status) {
          return t('The status in the problem is not {0}, that of the answer.', status);
        }
        const code = problemCode(exchange);
        return problemCodes.has(code)
          ? undefined
          : t('The problem’s type ends in "{0}", which no client knows.', code);
      }),
    },
    {
      id: 'errors/retry-after',
      level: 'read',
      proves: t('A 429 or 503 says with Retry-After when to come back.'),
      run: overall(({ status, headers }) => {
        if (status !== 429 && status !== 503) return undefined;
        const after = headers['retry-after'] ?? '';
        const good = /^\d+$/.test(after) || !Number.isNaN(Date.parse(after));
        return good ? undefined : t('Retry-After is "{0}" on a {1}.', after, status);
      }),
    },
    {
      id: 'secrets/no-echo',
      level: 'read',
      proves: t('No answer repeats the token that was sent.'),
      run: overall(({ echoesToken }) => (echoesToken ? t('The answer holds the token.') : undefined)),
    },
  ];
}

function overall(faultIn: (exchange: Exchange) => string | undefined): Check['run'] {
  return ({ probe }) => {
    for (const exchange of [...probe.exchanges]) {
      const fault = faultIn(exchange);
      if (fault !== undefined) expect(false, fault, exchange);
    }
    return Promise.resolve();
  };
}

function isNullAt(value: unknown, pointer: string): boolean {
  let at: unknown = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = typeof at === 'object' && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  return at === null;
}
