import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import type { Operation } from '../../model/delivery.js';
import { systemClock } from '../../model/clock.js';
import { PlatformError, UserError } from '../../model/errors.js';
import { refusalOf, type Guard, type GuardAnswer } from '../../model/guard.js';
import type { Platform, WriteOptions } from '../../model/platform.js';
import type { RunConfirmation, RunPlan } from '../../model/run.js';
import { drive, isDriven } from '../writes/driven.js';
import { follow, type FollowUi } from '../writes/follow.js';
import { keepsChanging } from '../writes/keepsChanging.js';
import { noPendingWrites, type Pending } from '../writes/pendingWrites.js';
import { mayResend, sendKept } from '../writes/sendKept.js';
import { isSameRun, type KeptRun, type PendingRun } from './pendingRun.js';
import { resumeRun } from './resumeRun.js';

/** A write besides deployments: a template, an action, a resource, an environment, a secret. */
export interface GuardedRun {
  readonly plan: (signal?: AbortSignal) => Promise<RunPlan>;
  readonly send: (confirmed: RunConfirmation, options: WriteOptions) => Promise<Operation>;
  /** Where it happens, if it is in one. */
  readonly environment?: Environment;
  /** What is lost with it, by name: the name is to be typed. */
  readonly destroys?: string;
  /** It is kept from before it is sent until its end is known, and taken up again when no answer came. */
  readonly kept?: KeptRun;
}

export interface PlannedRun {
  readonly plan: RunPlan;
  readonly guard: Guard;
  /** The name to be typed, where the guard asks for one. */
  readonly name: string;
}

export interface RunUi extends FollowUi {
  /** As that of a `DeliveryUi`. */
  readonly looks?: boolean;
  /** Shows the plan and asks for what the guard demands; `undefined` when the person turns away. */
  confirm(planned: PlannedRun): Promise<GuardAnswer | undefined>;
}

export type RunResult =
  { readonly outcome: 'declined' } | { readonly outcome: 'done'; readonly operation: Operation };

/**
 * Plan → guard → confirm → send with fingerprint and key → follow: the way of every write that is no deployment. A plan
 * that went stale between look and send is planned and confirmed again. What was confirmed a moment ago, and of which no
 * answer came, is taken up instead of being done again. Rejects as `deliver` does.
 */
export async function carryOut(
  platform: Platform,
  run: GuardedRun,
  ui: RunUi,
  signal?: AbortSignal,
  pending: Pending<PendingRun> = noPendingWrites,
): Promise<RunResult> {
  const left = await leftBehind(platform.url, run, pending);
  if (left) {
    const { planFingerprint = '', reason } = left.request;
    const confirmed = { planFingerprint, ...(reason !== undefined && { reason }) };
    const send = (options: WriteOptions): Promise<Operation> => run.send(confirmed, options);
    const ended = await resumeRun(platform, left, pending, ui, { send, ...(signal && { signal }) });
    if (ended) return { outcome: 'done', operation: ended };
  }
  for (let attempt = 1; ; attempt++) {
    const plan = await run.plan(signal);
    const guard = guardOfRun(run, plan);
    const answer = await ui.confirm({ plan, guard, name: guard.environment });
    if (!answer) return { outcome: 'declined' };
    const refusal = refusalOfRun(run, guard, answer);
    if (refusal) throw refusal;
    signal?.throwIfAborted();
    const reason = answer.reason?.trim();
    const confirmed = { planFingerprint: plan.fingerprint, ...(reason && { reason }) };
    const key = crypto.randomUUID();
    try {
      return await drive(key, () => sendAndFollow(platform, run, { key, confirmed }, ui, signal, pending));
    } catch (error) {
      if (!PlatformError.is(error, 'stale-plan')) throw error;
      if (attempt > 1 && !ui.looks) throw keepsChanging(error);
    }
  }
}

/** Sends what was confirmed and follows it to its end; until that is known it stays kept. */
async function sendAndFollow(
  platform: Platform,
  { send, kept }: GuardedRun,
  { key, confirmed }: { readonly key: string; readonly confirmed: RunConfirmation },
  ui: RunUi,
  signal: AbortSignal | undefined,
  pending: Pending<PendingRun>,
): Promise<RunResult> {
  const write: PendingRun | undefined = kept && {
    ...kept,
    request: { ...kept.request, ...confirmed },
    key,
    url: platform.url,
    since: systemClock.now(),
  };
  const operation = write
    ? await sendKept(
        platform,
        write,
        { pending, send: (options) => send(confirmed, options), what: write.title },
        signal,
      )
    : await send(confirmed, { idempotencyKey: key, ...(signal && { signal }) });
  ui.started(operation);
  // Called off while it was sent: how that ends is worth waiting for.
  const ended = await follow(platform, operation, ui, signal?.aborted ? undefined : signal);
  if (ended.done) await pending.drop(key);
  return { outcome: 'done', operation: ended };
}

/** The same run, confirmed a moment ago and left without an end. */
async function leftBehind(
  url: string,
  { kept }: GuardedRun,
  pending: Pending<PendingRun>,
): Promise<PendingRun | undefined> {
  const all = kept ? await pending.all() : [];
  return all.find(
    (run) =>
      kept &&
      run.url === url &&
      !isDriven(run.key) &&
      isSameRun(run, kept) &&
      (run.operation !== undefined || mayResend(run, systemClock)),
  );
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
