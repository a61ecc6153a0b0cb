import type { Environment } from '../model/catalog.js';
import type { DeploymentRequest, Operation, Plan } from '../model/delivery.js';
import { PlatformError } from '../model/errors.js';
import { guardOf, refusalOf, type Guard, type GuardAnswer } from '../model/guard.js';
import type { Platform } from '../model/platform.js';
import { systemClock, type Clock } from '../model/clock.js';
import { noPendingWrites, type PendingWrite, type PendingWrites } from './writes/pendingWrites.js';
import { findEnvironment } from './findEnvironment.js';
import { drive, isDriven } from './writes/driven.js';
import { follow, type FollowUi } from './writes/follow.js';
import { keepsChanging } from './writes/keepsChanging.js';
import { resumeDelivery } from './writes/resumeDelivery.js';
import { sendDeployment } from './writes/sendDeployment.js';
import { mayResend } from './writes/sendKept.js';

export interface PlannedDelivery {
  readonly service: string;
  readonly environment: Environment;
  readonly request: DeploymentRequest;
  readonly plan: Plan;
  readonly guard: Guard;
  /** The plan that was confirmed a moment ago and is out of date. */
  readonly previous?: Plan;
}

/** The person (or the flags that stand for one) in the one flow of every risky command. */
export interface DeliveryUi extends FollowUi {
  /** Somebody looks at every plan; else one that goes stale is confirmed again only once. */
  readonly looks?: boolean;
  /** Shows the plan and asks for what the guard demands; `undefined` when the person turns away. */
  confirm(planned: PlannedDelivery): Promise<GuardAnswer | undefined>;
}

export type DeliveryResult =
  { readonly outcome: 'declined' } | { readonly outcome: 'done'; readonly operation: Operation };

export interface DeliveryOptions {
  readonly signal?: AbortSignal;
  /** Follow the operation to its end; default true. */
  readonly follow?: boolean;
  /** Come back when the operation waits for an approval, which may take days; it stays kept. */
  readonly leaveWaiting?: boolean;
  /** Where the deployment is kept from before it is sent until its end is known. */
  readonly pending?: PendingWrites;
  readonly clock?: Clock;
}

type Wanted = Omit<DeploymentRequest, 'environment' | 'planFingerprint' | 'reason' | 'acknowledge'>;

/**
 * Plan → guard → confirm → keep → send with fingerprint, basis and key → follow: the only way a deployment is made.
 * A plan that went stale between look and send is planned and confirmed again. The same deployment that was confirmed a
 * moment ago, and of which no answer came, is taken up instead of being made again.
 * Rejects with `PlatformError` (the platform refused), `UserError` (the guard is not satisfied), or `AbortError`.
 */
export async function deliver(
  platform: Platform,
  service: string,
  environmentName: string,
  wanted: Wanted,
  ui: DeliveryUi,
  options: DeliveryOptions = {},
): Promise<DeliveryResult> {
  const { signal, pending = noPendingWrites, clock = systemClock } = options;
  const call = signal ? { signal } : {};
  const left = await leftBehind(platform.url, service, environmentName, wanted, pending, clock);
  if (left) {
    const resumed = await resumeDelivery(platform, left, pending, ui, { clock, ...(signal && { signal }) });
    if (resumed.outcome === 'done') return resumed;
  }
  const environment = await findEnvironment(platform, environmentName, call);
  let request: DeploymentRequest = { ...wanted, environment: environmentName };
  let previous: Plan | undefined;
  for (;;) {
    const plan = await platform.planDeployment(service, request, call);
    const guard = guardOf(environment, plan);
    const answer = await ui.confirm({
      service,
      environment,
      request,
      plan,
      guard,
      ...(previous && { previous }),
    });
    if (!answer) return { outcome: 'declined' };
    if (answer.override && request.override === undefined) {
      request = { ...request, override: answer.override, reason: answer.reason ?? '' };
      continue;
    }
    const refusal = refusalOf(guard, answer);
    if (refusal) throw refusal;
    signal?.throwIfAborted();
    const confirmed = confirmedRequest(request, plan, answer);
    const key = crypto.randomUUID();
    const write = { key, url: platform.url, service, request: confirmed, since: clock.now() };
    try {
      return await drive(write.key, () => carryOut(platform, write, ui, options));
    } catch (error) {
      if (!PlatformError.is(error, 'stale-plan', 'stale-basis')) throw error;
      if (previous && !ui.looks) throw keepsChanging(error);
      previous = plan;
    }
  }
}

/** Sends what was confirmed and follows it to its end; until that is known it stays kept. */
async function carryOut(
  platform: Platform,
  write: PendingWrite,
  ui: DeliveryUi,
  { signal, follow: isFollowed = true, leaveWaiting = false, pending = noPendingWrites }: DeliveryOptions,
): Promise<DeliveryResult> {
  const operation = await sendDeployment(platform, write, pending, signal);
  ui.started(operation);
  // Called off while it was sent: it has been cancelled at the platform, and how that ends is worth waiting for.
  const patience = signal?.aborted ? undefined : signal;
  const ended = isFollowed ? await follow(platform, operation, ui, patience, leaveWaiting) : operation;
  if (ended.done || !isFollowed) await pending.drop(write.key);
  return { outcome: 'done', operation: ended };
}

/** The same deployment, confirmed a moment ago and left without an end. What else was left behind there is out of date. */
async function leftBehind(
  url: string,
  service: string,
  environment: string,
  wanted: Wanted,
  pending: PendingWrites,
  clock: Clock,
): Promise<PendingWrite | undefined> {
  for (const write of await pending.all()) {
    const isThere =
      write.url === url && write.service === service && write.request.environment === environment;
    if (!isThere || isDriven(write.key)) continue;
    if (mayResend(write, clock) && isSame(write.request, wanted)) return write;
    await pending.drop(write.key);
  }
  return undefined;
}

/** The same code gives the same release, so that other code is another deployment. */
function isSame(request: DeploymentRequest, wanted: Wanted): boolean {
  const fields = ['kind', 'release', 'fromEnvironment', 'toDeployment', 'changeRef'] as const;
  return fields.every((field) => request[field] === wanted[field]);
}

function confirmedRequest(request: DeploymentRequest, plan: Plan, answer: GuardAnswer): DeploymentRequest {
  return {
    ...request,
    planFingerprint: plan.fingerprint,
    ...(plan.from && { expectedCurrentDeployment: plan.from.id }),
    ...(answer.reason && { reason: answer.reason }),
    ...(answer.acknowledged && { acknowledge: answer.acknowledged }),
  };
}
