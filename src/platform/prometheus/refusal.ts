import { t } from '../../base/l10n.js';
import type { Problem } from '../../model/problem.js';
import { isObject, textAt } from '../json.js';

/** Status and code by `errorType`. */
const kinds: Readonly<Record<string, readonly [status: number, code: string]>> = {
  bad_data: [400, 'invalid-request'],
  execution: [422, 'invalid-request'],
  timeout: [503, 'unavailable'],
  canceled: [503, 'unavailable'],
  unavailable: [503, 'unavailable'],
  not_found: [404, 'not-found'],
  internal: [500, 'internal'],
};

/** The problem in a body with which Prometheus refuses. What was too heavy once is not sent again at once. */
export function prometheusProblem(body: unknown): Problem | undefined {
  if (!isObject(body) || body['status'] !== 'error') return undefined;
  const title = textAt(body, 'errorType') ?? 'internal';
  const [status, code] = kinds[title] ?? [500, 'internal'];
  return {
    type: `/problems/${code}`,
    title,
    status,
    detail: t('Prometheus: {0}', textAt(body, 'error') ?? title),
    retryable: false,
    ...(status === 503 && {
      remediation: {
        text: t('The query is heavy or the server busy: have the objectives recorded by Sloth or Pyrra.'),
      },
    }),
  };
}
