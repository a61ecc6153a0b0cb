import { t } from '../../base/l10n.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { Environment } from '../../model/catalog.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError, UserError } from '../../model/errors.js';
import { refusalOf, type Guard, type GuardAnswer } from '../../model/guard.js';
import type { Platform, WriteOptions } from '../../model/platform.js';
import type { RunPlan } from '../../model/run.js';
import { drive, isDriven } from '../writes/driven.js';
import { follow, type FollowUi } from '../writes/follow.js';
import { isUnclear, mayResend } from '../writes/sendDeployment.js';
import { noPendingRuns, type PendingRun, type PendingRuns } from './pendingRuns.js';

/** What the person confirmed goes with what is sent. */
export interface Confirmation {
  readonly planFingerprint: string;
  readonly reason?: string;
}

/** A write besides deployments: a template, an action, a resource, an environment, a secret. */
export interface GuardedRun {
  readonly plan: (signal?: AbortSignal) => Promise<RunPlan>;
  readonly send: (confirmed: Confirmation, options: WriteOptions) => Promise<Operation>;
  /** Where it happens, if it is in one. */
  readonly environment?: Environment;
  /** What is lost with it, by name: the name is to be typed. */
  readonly destroys?: string;
}

export interface PlannedRun {
  readonly plan: RunPlan;
  readonly guard: Guard;
  /** The name to be typed, where the guard asks for one. */
  readonly name: string;
}

export interface RunUi extends FollowUi {
  /** Shows the plan and asks for what the guard demands; `undefined` when the person turns away. */
  confirm(planned: PlannedRun): Promise<GuardAnswer | undefined>;
}

export type RunResult =
  { readonly outcome: 'declined' } | { readonly outcome: 'done'; readonly operation: Operation };

export interface RunOptions {
  readonly signal?: AbortSignal;
  /** What people call it. */
  readonly title?: string;
  /** Where it is kept from before it is sent until its end is known. */
  readonly pending?: PendingRuns;
  readonly clock?: Clock;
}

/**
 * Plan → guard → confirm → keep → send with fingerprint and key → follow: the way of every write that is no deployment. A
 * plan that went stale between look and send is planned and confirmed again, once. The same that was confirmed a moment
 * ago, and of which no answer came, is sent with its key. Rejects as `deliver` does.
 */
export async function carryOut(
  platform: Platform,
  run: GuardedRun,
  ui: RunUi,
  options: RunOptions = {},
): Promise<RunResult> {
  const { signal, title = '', pending = noPendingRuns, clock = systemClock } = options;
  for (let attempt = 1; ; attempt++) {
    const plan = await run.plan(signal);
    const guard = guardOfRun(run, plan);
    const answer = await ui.confirm({ plan, guard, name: guard.environment });
    if (!answer) return { outcome: 'declined' };
    const refusal = refusalOfRun(run, guard, answer);
    if (refusal) throw refusal;
    signal?.throwIfAborted();
    const { url } = platform;
    const { fingerprint } = plan;
    const left = (await pending.all()).find(
      (each) => each.url === url && each.fingerprint === fingerprint && isLeft(each, clock),
    );
    const reason = answer.reason?.trim();
    const kept = left ?? {
      key: crypto.randomUUID(),
      url,
      fingerprint,
      title,
      ...(reason && { reason }),
      since: clock.now(),
    };
    try {
      return await drive(kept.key, () => sendAndFollow(platform, run, ui, kept, { ...options, pending }));
    } catch (error) {
      if (attempt === 1 && PlatformError.is(error, 'stale-plan')) continue;
      throw error;
    }
  }
}

/** Of which no answer came, and which nobody is sending now. */
function isLeft(run: PendingRun, clock: Clock): boolean {
  return run.operation === undefined && !isDriven(run.key) && mayResend(run, clock);
}

async function sendAndFollow(
  platform: Platform,
  run: GuardedRun,
  ui: RunUi,
  kept: PendingRun,
  { signal, pending = noPendingRuns }: RunOptions,
): Promise<RunResult> {
  const { key, fingerprint, reason } = kept;
  await pending.keep(kept);
  let operation: Operation;
  try {
    operation = await run.send(
      { planFingerprint: fingerprint, ...(reason !== undefined && { reason }) },
      { idempotencyKey: key, ...(signal && { signal }) },
    );
  } catch (error) {
    if (isUnclear(error)) throw unclearError(error);
    await pending.drop(key);
    throw error;
  }
  await pending.keep({ ...kept, operation: operation.id });
  ui.started(operation);
  // Called off while it was sent: how that ends is worth waiting for.
  const patience = signal?.aborted ? undefined : signal;
  const ended = await follow(platform, operation, ui, patience);
  if (ended.done) await pending.drop(key);
  return { outcome: 'done', operation: ended };
}

function unclearError(cause: PlatformError): PlatformError {
  const sentence = t(
    '{0} Whether it began is not known: run it again, it is never done twice.',
    cause.message,
  );
  return new PlatformError(cause.code, sentence, {
    cause,
    ...(cause.retryAfterMs !== undefined && { retryAfterMs: cause.retryAfterMs }),
  });
}

/** Production and what destroys something need a typed name; production a reason as well. */
export function guardOfRun(
  { environment, destroys }: Pick<GuardedRun, 'environment' | 'destroys'>,
  plan: RunPlan,
): Guard {
  const production = environment?.production === true;
  const asked = [environment?.confirmation, plan.requires?.confirmation];
  const isTyped = production || destroys !== undefined || asked.includes('TypeName');
  return {
    environment: destroys ?? environment?.name ?? '',
    production,
    confirmation: isTyped ? 'TypeName' : 'Confirm',
    reasonRequired: production || environment?.requireReason === true || plan.requires?.reason === true,
    acknowledge: (plan.warnings ?? []).filter((warning) => warning.mustAcknowledge === true),
    blocks: plan.blocks ?? [],
  };
}

function refusalOfRun(run: GuardedRun, guard: Guard, answer: GuardAnswer): UserError | undefined {
  const isUntyped = run.destroys !== undefined && answer.typedName !== run.destroys;
  if (guard.blocks.length === 0 && isUntyped) {
    return new UserError('guard.confirmation', t('Confirm by the exact name: {0}.', guard.environment));
  }
  return refusalOf(guard, answer);
}
