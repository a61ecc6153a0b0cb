import { randomUUID } from 'node:crypto';
import { t } from '../../base/l10n.js';
import type { Actor } from '../../model/actor.js';
import type { Environment } from '../../model/catalog.js';
import type { DeploymentRequest, Operation, Plan } from '../../model/delivery.js';
import type { Log } from '../../model/log.js';
import { canonical } from '../manifest/json.js';
import { sha256 } from '../releases/contentDigest.js';
import type { Place } from '../runtime/runtime.js';
import { withDeployment, withIdempotency } from '../store/changes.js';
import type { DeploymentRecord } from '../store/state.js';
import type { Store } from '../store/store.js';
import { admit } from './admit.js';
import { execute, ExecutionFault, type ExecuteContext } from './execute.js';
import { prepare, type Prepared } from './prepare.js';
import { fieldRefusal, refusal } from './refusal.js';

export interface DeliveryContext extends ExecuteContext {
  readonly store: Store;
  readonly log: Log;
  readonly actor: Actor;
  environments(): readonly Environment[];
}

interface Running {
  readonly operation: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** Plans and makes deployments: one at a time per service and environment. */
export class Delivery {
  readonly #context: DeliveryContext;
  readonly #running = new Map<string, Running>();

  constructor(context: DeliveryContext) {
    this.#context = context;
  }

  /** Id of the operation in progress at a place. */
  inProgress(place: Place): string | undefined {
    return this.#running.get(placeKey(place))?.operation;
  }

  /** Throws `PlatformError` where the real call would, except for what a confirmation adds. */
  async plan(service: string, request: DeploymentRequest): Promise<Plan> {
    const { plan } = await this.#prepare(service, request);
    const operation = this.inProgress({ service, environment: request.environment });
    if (operation === undefined) return plan;
    const message = t('Another operation is running in {0}.', request.environment);
    return {
      ...plan,
      blocks: [{ reason: 'OperationInProgress', name: operation, message }, ...(plan.blocks ?? [])],
    };
  }

  /** Accepts a deployment and starts it. The same key and request give the same operation again. */
  async create(service: string, request: DeploymentRequest, key: string): Promise<Operation> {
    const { store, tracker } = this.#context;
    const digest = sha256(canonical({ service, request }));
    const repeated = (): Operation | undefined => {
      const known = store.state.idempotency.find((record) => record.key === key);
      if (!known) return undefined;
      if (known.digest === digest) return tracker.get(known.result);
      throw refusal('idempotency-key-reused', t('This Idempotency-Key was used for another request.'));
    };
    const before = repeated();
    if (before) return before;
    const prepared = await this.#prepare(service, request);
    // Preparing took time: the same request, or another for this place, may have been accepted meanwhile.
    const meanwhile = repeated();
    if (meanwhile) return meanwhile;
    const place = { service, environment: request.environment };
    admit(prepared, request, this.inProgress(place));
    const operation = this.#accept(place, prepared, request);
    store.update((state) => withIdempotency(state, { key, digest, result: operation.id }, Date.now()));
    store.flush();
    return operation;
  }

  /** Asks a running operation to stop; what ran before stays. */
  cancel(operation: string): Operation {
    const running = [...this.#running.values()].find((item) => item.operation === operation);
    running?.abort.abort();
    return this.#context.tracker.get(operation);
  }

  /** Cancels everything and waits until it has ended. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { abort } of all) abort.abort();
    await Promise.all(all.map(({ done }) => done));
  }

  #prepare(service: string, request: DeploymentRequest): Promise<Prepared> {
    const { store, dataDir, runtime, launcher } = this.#context;
    if (!store.state.services.some(({ name }) => name === service)) {
      throw refusal('not-found', t('There is no service "{0}".', service));
    }
    if (request.environment === '') throw fieldRefusal('/environment', t('Name an environment.'));
    const environments = this.#context.environments();
    return prepare(service, request, { dataDir, state: store.state, environments, runtime, launcher });
  }

  #accept(place: Place, prepared: Prepared, request: DeploymentRequest): Operation {
    const { store, tracker, actor } = this.#context;
    const id = `dep_${randomUUID()}`;
    const now = new Date().toISOString();
    const operation = tracker.create({
      kind: 'Deployment',
      title: titleOf(place, prepared, request),
      service: place.service,
      environment: place.environment,
      target: `/services/${place.service}/deployments/${id}`,
      cancelable: true,
      createdBy: actor,
    });
    const deployment: DeploymentRecord = {
      id,
      service: place.service,
      environment: place.environment,
      kind: request.kind,
      state: 'Pending',
      releaseId: prepared.release.id,
      config: prepared.config,
      operation: operation.id,
      createdAt: now,
      startedAt: now,
      createdBy: actor,
      ...(request.fromEnvironment !== undefined && { promotedFrom: request.fromEnvironment }),
      ...(prepared.target && { rolledBackTo: prepared.target.id }),
      ...(prepared.current && { replaces: prepared.current.id }),
      ...(request.reason !== undefined && { reasonText: request.reason }),
    };
    store.update((state) => withDeployment(state, deployment));
    const abort = new AbortController();
    const done = this.#run(place, prepared, deployment, operation.id, abort.signal);
    this.#running.set(placeKey(place), { operation: operation.id, abort, done });
    return tracker.get(operation.id);
  }

  async #run(
    place: Place,
    prepared: Prepared,
    deployment: DeploymentRecord,
    operation: string,
    signal: AbortSignal,
  ): Promise<void> {
    // The answer to the request comes first: nothing is done in the same turn.
    await Promise.resolve();
    const { tracker, log } = this.#context;
    const startedAt = new Date().toISOString();
    tracker.setState(operation, { state: 'Running', startedAt });
    this.#save({ ...deployment, state: 'Progressing', startedAt });
    try {
      await execute({ operation, deployment: deployment.id, place, prepared, signal }, this.#context);
      this.#succeed({ ...deployment, startedAt }, prepared);
      // Whoever hears that it is done can rely on it, even if we are killed now.
      this.#context.store.tryFlush();
      this.#running.delete(placeKey(place));
      tracker.setState(operation, {
        state: 'Succeeded',
        done: true,
        cancelable: false,
        finishedAt: new Date().toISOString(),
      });
    } catch (error) {
      const finishedAt = new Date().toISOString();
      const canceled = signal.aborted;
      const reason = canceled ? 'Canceled' : error instanceof ExecutionFault ? error.reason : 'PlatformError';
      const message = canceled ? t('It was canceled; what ran before still runs.') : messageOf(error);
      if (reason === 'PlatformError') log.error(`Deployment ${deployment.id} failed.`, error);
      const state = canceled ? 'Canceled' : 'Failed';
      this.#save({
        ...deployment,
        startedAt,
        finishedAt,
        state,
        reason,
        message,
        ...(!canceled && { outcome: 'Failed' }),
      });
      this.#running.delete(placeKey(place));
      tracker.setState(operation, {
        state,
        done: true,
        cancelable: false,
        reason,
        message,
        finishedAt,
        ...(!canceled && {
          error: { type: `/problems/${kebab(reason)}`, title: reason, status: 422, detail: message },
        }),
      });
    }
  }

  #succeed(deployment: DeploymentRecord, prepared: Prepared): void {
    const finishedAt = new Date().toISOString();
    const { current } = prepared;
    if (current) {
      const outcome = deployment.kind === 'Rollback' ? 'Failed' : 'Good';
      this.#save({ ...current, state: 'Superseded', outcome });
    }
    this.#save({ ...deployment, state: 'Deployed', finishedAt, outcome: 'Unknown' });
  }

  #save(deployment: DeploymentRecord): void {
    this.#context.store.update((state) => withDeployment(state, deployment));
  }
}

function placeKey(place: Place): string {
  return `${place.service}/${place.environment}`;
}

function titleOf(
  { service, environment }: Place,
  { release }: Prepared,
  { kind }: DeploymentRequest,
): string {
  switch (kind) {
    case 'Deploy':
    case 'Promote':
      return t('Deploy {0} {1} to {2}', service, release.version, environment);
    case 'Rollback':
      return t('Roll {0} back to {1} in {2}', service, release.version, environment);
    case 'Restart':
      return t('Restart {0} in {1}', service, environment);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function kebab(word: string): string {
  return word.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
