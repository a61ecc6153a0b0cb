import { t } from '../base/l10n.js';
import type { Environment } from '../model/catalog.js';
import type { DeploymentRequest, Operation, OperationEvent, Plan } from '../model/delivery.js';
import { PlatformError, UserError } from '../model/errors.js';
import { guardOf, refusalOf, type Guard, type GuardAnswer } from '../model/guard.js';
import type { Platform } from '../model/platform.js';

export interface PlannedDelivery {
  readonly service: string;
  readonly environment: Environment;
  readonly request: DeploymentRequest;
  readonly plan: Plan;
  readonly guard: Guard;
}

/** The person (or the flags that stand for one) in the one flow of every risky command. */
export interface DeliveryUi {
  /** Shows the plan and asks for what the guard demands; `undefined` when the person turns away. */
  confirm(planned: PlannedDelivery): Promise<GuardAnswer | undefined>;
  /** The operation was accepted. */
  started(operation: Operation): void;
  event(event: OperationEvent): void;
}

export type DeliveryResult =
  { readonly outcome: 'declined' } | { readonly outcome: 'done'; readonly operation: Operation };

export interface DeliveryOptions {
  readonly signal?: AbortSignal;
  /** Follow the operation to its end; default true. */
  readonly follow?: boolean;
}

/**
 * Plan → guard → confirm → send with fingerprint, basis and key → follow: the only way a deployment is made.
 * A plan that went stale between look and send is planned and confirmed again, once.
 * Rejects with `PlatformError` (the platform refused), `UserError` (the guard is not satisfied), or `AbortError`.
 */
export async function deliver(
  platform: Platform,
  service: string,
  environmentName: string,
  wanted: Omit<DeploymentRequest, 'environment' | 'planFingerprint' | 'reason' | 'acknowledge'>,
  ui: DeliveryUi,
  options: DeliveryOptions = {},
): Promise<DeliveryResult> {
  const call = options.signal ? { signal: options.signal } : {};
  const environment = await findEnvironment(platform, environmentName, call);
  for (let attempt = 1; ; attempt++) {
    const request: DeploymentRequest = { ...wanted, environment: environmentName };
    const plan = await platform.planDeployment(service, request, call);
    const guard = guardOf(environment, plan);
    const answer = await ui.confirm({ service, environment, request, plan, guard });
    if (!answer) return { outcome: 'declined' };
    const refusal = refusalOf(guard, answer);
    if (refusal) throw refusal;
    options.signal?.throwIfAborted();
    try {
      const operation = await platform.createDeployment(service, confirmedRequest(request, plan, answer), {
        ...call,
        idempotencyKey: crypto.randomUUID(),
      });
      ui.started(operation);
      if (options.follow === false) return { outcome: 'done', operation };
      return { outcome: 'done', operation: await follow(platform, operation, ui, options.signal) };
    } catch (error) {
      if (attempt === 1 && PlatformError.is(error, 'stale-plan', 'stale-basis')) continue;
      throw error;
    }
  }
}

/** Follows an operation to its end through its event stream and returns its last state. */
export async function follow(
  platform: Platform,
  operation: Operation,
  ui: Pick<DeliveryUi, 'event'>,
  signal?: AbortSignal,
): Promise<Operation> {
  const call = signal ? { signal } : {};
  if (!operation.done) {
    for await (const event of platform.operationEvents(operation.id, call)) {
      ui.event(event);
      if (event.type === 'done') break;
    }
  }
  return platform.getOperation(operation.id, call);
}

async function findEnvironment(
  platform: Platform,
  name: string,
  call: { readonly signal?: AbortSignal },
): Promise<Environment> {
  const names: string[] = [];
  for (let pageToken: string | undefined; ;) {
    const page = await platform.listEnvironments({ pageSize: 200, ...(pageToken && { pageToken }) }, call);
    const environment = page.items.find((item) => item.name === name);
    if (environment) return environment;
    names.push(...page.items.map((item) => item.name));
    pageToken = page.nextPageToken;
    if (!pageToken) break;
  }
  const known = names.join(', ');
  throw new UserError(
    'environment.unknown',
    t('The platform has no environment "{0}". It has: {1}.', name, known || t('none')),
  );
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
