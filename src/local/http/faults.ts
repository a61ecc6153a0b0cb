import type { IncomingMessage, ServerResponse } from 'node:http';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { problemOf } from '../../contract/problem.js';
import { UserError } from '../../model/errors.js';

/** How the API misbehaves on purpose: for trying out clients. */
export interface Faults {
  /** Milliseconds before each answer. */
  readonly latency: number;
  /** Percent of requests answered with 503. */
  readonly errors: number;
  /** Percent of connections cut without an answer. */
  readonly drop: number;
}

const most = { latency: 60_000, errors: 100, drop: 100 } as const;

/** Reads `latency=MS`, `errors=PERCENT` and `drop=PERCENT`. Throws `UserError`. */
export function readFaults(specs: readonly string[]): Faults {
  const faults = { latency: 0, errors: 0, drop: 0 };
  for (const spec of specs.flatMap((item) => item.split(','))) {
    const [name = '', value = ''] = spec.split('=');
    const amount = Number(value);
    if (
      (name !== 'latency' && name !== 'errors' && name !== 'drop') ||
      value === '' ||
      !(amount >= 0 && amount <= most[name])
    ) {
      throw new UserError(
        'cli.usage',
        t('--fault takes latency=MS, errors=PERCENT or drop=PERCENT, not "{0}".', spec),
      );
    }
    faults[name] = amount;
  }
  return faults;
}

/** Does to a request what was asked for; true when it has its answer, or never gets one. Our own calls are spared. */
export async function misbehave(
  { latency, errors, drop }: Faults,
  request: IncomingMessage,
  response: ServerResponse,
  chance: () => number = Math.random,
): Promise<boolean> {
  if (!request.url?.startsWith('/v1')) return false;
  if (latency > 0) await delay(latency);
  if (chance() * 100 < drop) {
    request.socket.destroy();
    return true;
  }
  if (chance() * 100 >= errors) return false;
  const problem = problemOf('unavailable', { detail: t('A fault on purpose (--fault).') });
  response.writeHead(503, { 'Content-Type': 'application/problem+json; charset=utf-8', 'Retry-After': '1' });
  response.end(JSON.stringify(problem));
  return true;
}
