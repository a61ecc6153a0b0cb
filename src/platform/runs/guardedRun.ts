import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError, UserError } from '../../model/errors.js';
import { refusalOf, type Guard, type GuardAnswer } from '../../model/guard.js';
import type { Platform, WriteOptions } from '../../model/platform.js';
import type { RunPlan } from '../../model/run.js';
import { follow, type FollowUi } from '../writes/follow.js';

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

/**
 * Plan → guard → confirm → send with fingerprint and key → follow: the way of every write that is no deployment. A plan
 * that went stale between look and send is planned and confirmed again, once. Rejects as `deliver` does.
 */
export async function carryOut(
  platform: Platform,
  run: GuardedRun,
  ui: RunUi,
  signal?: AbortSignal,
): Promise<RunResult> {
  for (let attempt = 1; ; attempt++) {
    const plan = await run.plan(signal);
    const guard = guardOfRun(run, plan);
    const answer = await ui.confirm({ plan, guard, name: guard.environment });
    if (!answer) return { outcome: 'declined' };
    const refusal = refusalOfRun(run, guard, answer);
    if (refusal) throw refusal;
    signal?.throwIfAborted();
    const reason = answer.reason?.trim();
    try {
      const operation = await run.send(
        { planFingerprint: plan.fingerprint, ...(reason && { reason }) },
        { idempotencyKey: crypto.randomUUID(), ...(signal && { signal }) },
      );
      ui.started(operation);
      // Called off while it was sent: how that ends is worth waiting for.
      const patience = signal?.aborted ? undefined : signal;
      return { outcome: 'done', operation: await follow(platform, operation, ui, patience) };
    } catch (error) {
      if (attempt === 1 && PlatformError.is(error, 'stale-plan')) continue;
      throw error;
    }
  }
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
