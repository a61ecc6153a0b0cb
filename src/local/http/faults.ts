import type { IncomingMessage, ServerResponse } from 'node:http';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { problemOf } from '../../contract/problem.js';
import { UserError } from '../../model/errors.js';

/** How the platform misbehaves on purpose: for trying out clients. */
export interface Faults {
  /** Milliseconds before each answer. */
  readonly latency: number;
  /** Percent of requests answered with 503. */
  readonly errors: number;
  /** Percent of connections cut without an answer. */
  readonly drop: number;
  /** Seconds after which a stream of events is cut; 0 for never. */
  readonly stream: number;
  /** Percent of deployments that fail before they take over. */
  readonly deployments: number;
}

const none: Faults = { latency: 0, errors: 0, drop: 0, stream: 0, deployments: 0 };
const most: Faults = { latency: 60_000, errors: 100, drop: 100, stream: 3_600, deployments: 100 };

/** Reads `NAME=AMOUNT`, several with commas. Throws `UserError`. */
export function readFaults(specs: readonly string[]): Faults {
  const faults = specs
    .flatMap((item) => item.split(','))
    .map((spec) => {
      const [name = '', value = ''] = spec.split('=');
      const amount = Number(value);
      const limit = new Map<string, number>(Object.entries(most)).get(name);
      if (limit !== undefined && value !== '' && amount >= 0 && amount <= limit) {
        return [name, amount] as const;
      }
      throw new UserError(
        'cli.usage',
        t(
          '--fault takes latency=MS, errors=PERCENT, drop=PERCENT, stream=SECONDS or deployments=PERCENT, not "{0}".',
          spec,
        ),
      );
    });
  return { ...none, ...Object.fromEntries(faults) };
}

/** Lets some deployments fail. Throws `UserError`. */
export function failOnPurpose({ deployments }: Faults, chance: () => number = Math.random): void {
  if (chance() * 100 < deployments) {
    throw new UserError('local.fault', t('A fault on purpose (--fault).'));
  }
}

/** Does to a request what was asked for; true when it has its answer, or never gets one. Our own calls are spared. */
export async function misbehave(
  { latency, errors, drop, stream }: Faults,
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
  if (chance() * 100 >= errors) {
    if (stream > 0 && request.headers.accept?.includes('text/event-stream')) {
      const cut = setTimeout(() => request.socket.destroy(), stream * 1_000);
      response.once('close', () => clearTimeout(cut));
    }
    return false;
  }
  const problem = problemOf('unavailable', { detail: t('A fault on purpose (--fault).') });
  response.writeHead(503, { 'Content-Type': 'application/problem+json; charset=utf-8', 'Retry-After': '1' });
  response.end(JSON.stringify(problem));
  return true;
}
