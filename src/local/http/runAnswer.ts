import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import type { Operation } from '../../model/delivery.js';
import { UserError } from '../../model/errors.js';
import { refusal } from '../../contract/refusal.js';
import { digestOf, type RunContext, type Runs, type RunSpec } from '../runs/runs.js';
import { ok, type Answer, type Exchange } from './exchange.js';
import { idempotencyKey } from './idempotencyKey.js';

type RunPlan = components['schemas']['RunPlan'];

/** Something that can be planned and run. */
export interface PlannedRun {
  readonly spec: RunSpec;
  readonly plan: Omit<RunPlan, 'fingerprint'>;
  readonly work: (run: RunContext) => Promise<Readonly<Record<string, unknown>>>;
}

/** The plan for a dry run; else starts the work and answers 202 with its operation. Throws `PlatformError`. */
export async function answerRun(
  runs: Runs,
  exchange: Pick<Exchange, 'query' | 'header' | 'caller'>,
  fingerprint: string | undefined,
  request: unknown,
  prepare: () => PlannedRun | Promise<PlannedRun>,
): Promise<Answer> {
  const dryRun = exchange.query.get('dryRun') === 'true';
  const key = dryRun ? undefined : idempotencyKey(exchange.header);
  const before = key === undefined ? undefined : runs.repeated(key, request);
  if (before) return accepted(before);
  const { spec, plan: shown, work } = await prepared(prepare);
  const plan: RunPlan = { fingerprint: `sha256:${digestOf({ request, shown })}`, ...shown };
  if (key === undefined) return ok(plan);
  // Preparing took time: the same request may have been accepted meanwhile.
  const meanwhile = runs.repeated(key, request);
  if (meanwhile) return accepted(meanwhile);
  if (fingerprint !== undefined && fingerprint !== plan.fingerprint) {
    throw refusal('stale-plan', t('The plan you confirmed is no longer what would happen.'));
  }
  const [block] = plan.blocks ?? [];
  if (block) throw refusal('blocked', block.message ?? block.reason, { blockedBy: block });
  return accepted(runs.start(spec, key, exchange.caller, work));
}

async function prepared(prepare: () => PlannedRun | Promise<PlannedRun>): Promise<PlannedRun> {
  try {
    return await prepare();
  } catch (error) {
    if (error instanceof UserError) throw refusal('invalid-request', error.message);
    throw error;
  }
}

function accepted(operation: Operation): Answer {
  const headers = { Location: `/v1/operations/${operation.id}`, 'Retry-After': '1' };
  return { status: 202, body: operation, headers };
}
