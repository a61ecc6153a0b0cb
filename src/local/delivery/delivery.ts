import { t } from '../../base/l10n.js';
import type { Environment } from '../../model/catalog.js';
import type { DeploymentRequest, Operation, Plan } from '../../model/delivery.js';
import type { Log } from '../../model/log.js';
import { canonical } from '../manifest/json.js';
import { sha256 } from '../releases/contentDigest.js';
import type { Place } from '../runtime/runtime.js';
import type { Access } from '../access/access.js';
import type { GateFacts } from '../guards/gates.js';
import type { Caller } from '../identity/caller.js';
import type { PolicyBook } from '../policy/policyBook.js';
import { findService, withDeployment, withIdempotency, withoutWaiting } from '../store/changes.js';
import type { DeploymentRecord, WaitingRecord } from '../store/state.js';
import { accept } from './accept.js';
import { admit } from './admit.js';
import { execute } from './execute.js';
import { ExecutionFault, type ExecuteContext } from './execution.js';
import { permissionFor } from './permissionFor.js';
import { prepare, type Prepared } from './prepare.js';
import { platformStops } from './recreate.js';
import { fieldRefusal, refusal } from '../../contract/refusal.js';

export interface DeliveryContext extends ExecuteContext {
  readonly log: Log;
  readonly access: Access;
  readonly book: PolicyBook;
  environments(): readonly Environment[];
  gateFacts(place: Place, release: string, question: GateQuestion): Promise<GateFacts>;
}

/** What a gate wants to know besides what runs. */
export interface GateQuestion {
  /** The stage before. */
  readonly from: string | undefined;
  readonly scorecard: string | undefined;
}

interface Running {
  readonly service: string;
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
    return this.#running.get(placeKey(place))?.operation ?? this.#waitingAt(place)?.operation;
  }

  /** Names of the services that have an operation in progress anywhere. */
  get busy(): ReadonlySet<string> {
    const waiting = this.#context.store.state.waiting.map(({ service }) => service);
    return new Set([...[...this.#running.values()].map(({ service }) => service), ...waiting]);
  }

  /** Throws `PlatformError` where the real call would, except for what a confirmation adds. */
  async plan(service: string, request: DeploymentRequest, caller: Caller): Promise<Plan> {
    const { plan } = await this.#prepare(service, request, caller);
    const operation = this.inProgress({ service, environment: request.environment });
    if (operation === undefined) return plan;
    const message = t('Another operation is running in {0}.', request.environment);
    return {
      ...plan,
      blocks: [{ reason: 'OperationInProgress', name: operation, message }, ...(plan.blocks ?? [])],
    };
  }

  /** Accepts a deployment and starts it. The same key and request give the same operation again. */
  async create(service: string, request: DeploymentRequest, key: string, caller: Caller): Promise<Operation> {
    const { store, tracker } = this.#context;
    const digest = sha256(canonical({ service, request, by: caller.actor.id }));
    const repeated = (): Operation | undefined => {
      const known = store.state.idempotency.find((record) => record.key === key);
      if (!known) return undefined;
      if (known.digest === digest) return tracker.get(known.result);
      throw refusal('idempotency-key-reused', t('This Idempotency-Key was used for another request.'));
    };
    const before = repeated();
    if (before) return before;
    const prepared = await this.#prepare(service, request, caller);
    // Preparing took time: the same request, or another for this place, may have been accepted meanwhile.
    const meanwhile = repeated();
    if (meanwhile) return meanwhile;
    const place = { service, environment: request.environment };
    admit(prepared, request, this.inProgress(place));
    // It begins only when it is on the disk: what was accepted is not forgotten, and what was refused does not run.
    const { operation, deployment } = store.transaction(() => {
      const accepted = accept(place, prepared, request, caller, this.#context);
      const used = { key, digest, result: accepted.operation.id };
      store.update((state) => withIdempotency(state, used, Date.now()));
      return accepted;
    });
    if (operation.state !== 'Blocked') this.#start(place, prepared, deployment, operation.id);
    return tracker.get(operation.id);
  }

  /** Asks an operation to stop; what ran before stays. One that waits ends at once. */
  cancel(id: string, caller: Caller): Operation {
    const { tracker, access, store } = this.#context;
    const operation = tracker.get(id);
    const deployment = store.state.deployments.find((item) => item.operation === id);
    access.demand(caller, permissionFor(deployment?.kind ?? 'Deploy'), operation);
    if (store.state.waiting.some((item) => item.operation === id)) {
      this.giveUp(id, {
        state: 'Canceled',
        reason: 'Canceled',
        message: t('It was canceled before it began.'),
      });
      return tracker.get(id);
    }
    const running = [...this.#running.values()].find((item) => item.operation === id);
    running?.abort.abort();
    return tracker.get(id);
  }

  /**
   * Starts an operation that waited, when its plan is still what was approved and nothing blocks it; otherwise it goes on
   * waiting, or ends because the plan has changed.
   */
  async begin(waiting: WaitingRecord): Promise<void> {
    const { store, tracker } = this.#context;
    const place = { service: waiting.service, environment: waiting.request.environment };
    let prepared: Prepared;
    try {
      prepared = await this.#prepare(waiting.service, waiting.request, waiting.caller);
    } catch (error) {
      this.giveUp(waiting.operation, { state: 'Failed', reason: 'PlanChanged', message: messageOf(error) });
      return;
    }
    const deployment = store.state.deployments.find(({ id }) => id === waiting.deployment);
    if (!deployment || !store.state.waiting.some(({ operation }) => operation === waiting.operation)) return;
    if (prepared.plan.fingerprint !== waiting.fingerprint) {
      const message = t('The plan is no longer the one that was approved: ask again.');
      this.giveUp(waiting.operation, { state: 'Failed', reason: 'PlanChanged', message });
      return;
    }
    const [block] = prepared.plan.blocks ?? [];
    if (block) {
      tracker.setState(waiting.operation, {
        state: 'Blocked',
        blockedBy: block,
        message: block.message ?? block.reason,
      });
      return;
    }
    store.update((state) => withoutWaiting(state, waiting.operation));
    tracker.unblock(waiting.operation);
    this.#start(place, prepared, deployment, waiting.operation);
  }

  /** Ends an operation that waited. */
  giveUp(
    id: string,
    end: { readonly state: 'Canceled' | 'Failed'; readonly reason: string; readonly message: string },
  ): void {
    const { store, tracker } = this.#context;
    const finishedAt = new Date().toISOString();
    const deployment = store.state.deployments.find(({ operation }) => operation === id);
    store.update((state) => withoutWaiting(state, id));
    // Nothing of it ever ran, so its outcome says nothing about the change.
    if (deployment) this.#save({ ...deployment, ...end, finishedAt });
    tracker.unblock(id);
    tracker.setState(id, { ...end, done: true, cancelable: false, finishedAt });
    store.tryFlush();
  }

  /** Cancels everything and waits until it has ended. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { abort } of all) abort.abort(platformStops);
    await Promise.all(all.map(({ done }) => done));
  }

  async #prepare(service: string, request: DeploymentRequest, caller: Caller): Promise<Prepared> {
    const { store, dataDir, runtime, launcher, access, book } = this.#context;
    if (!findService(store.state, service)) {
      throw refusal('not-found', t('There is no service "{0}".', service));
    }
    if (request.environment === '') throw fieldRefusal('/environment', t('Name an environment.'));
    await book.refresh(0);
    const target = { service, environment: request.environment };
    access.demand(caller, permissionFor(request.kind), target);
    if (
      request.incident !== undefined &&
      !store.state.incidents.some((item) => item.id === request.incident && item.service === service)
    ) {
      throw fieldRefusal(
        '/incident',
        t('The service has no incident "{0}". Leave it out, or name one of its incidents.', request.incident),
      );
    }
    const environments = this.#context.environments();
    return prepare(service, request, {
      dataDir,
      state: store.state,
      environments,
      runtime,
      launcher,
      guards: (_service, release) => ({
        caller,
        documents: book.documents,
        identities: access.identities(caller),
        gateFacts: (from, scorecard) => this.#context.gateFacts(target, release, { from, scorecard }),
        now: Date.now(),
      }),
    });
  }

  #waitingAt(place: Place): WaitingRecord | undefined {
    return this.#context.store.state.waiting.find(
      ({ service, request }) => service === place.service && request.environment === place.environment,
    );
  }

  #start(place: Place, prepared: Prepared, deployment: DeploymentRecord, operation: string): void {
    const abort = new AbortController();
    const done = this.#run(place, prepared, deployment, operation, abort.signal);
    this.#running.set(placeKey(place), { service: place.service, operation, abort, done });
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
      this.#succeed({ ...deployment, startedAt });
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

  #succeed(deployment: DeploymentRecord): void {
    const finishedAt = new Date().toISOString();
    // As it is now: since the plan was made, another may have gone live or an incident may have marked it.
    const { service, environment } = deployment;
    const before = this.#context.store.state.deployments.filter(
      (item) => item.service === service && item.environment === environment && item.state === 'Deployed',
    );
    for (const current of before) {
      const failed =
        deployment.kind === 'Rollback' || deployment.unplanned === true || current.outcome === 'Failed';
      this.#save({ ...current, state: 'Superseded', outcome: failed ? 'Failed' : 'Good' });
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function kebab(word: string): string {
  return word.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
