import { t } from '../../base/l10n.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import type { OperationTracker } from '../delivery/operationTracker.js';
import { refusal } from '../../contract/refusal.js';
import type { Caller } from '../identity/caller.js';
import { canonical } from '../manifest/json.js';
import { sha256 } from '../releases/contentDigest.js';
import { withIdempotency } from '../store/changes.js';
import type { Store } from '../store/store.js';

/** What a run is given to tell how it goes. */
export interface RunContext {
  readonly operation: string;
  /** Who asked for it: what it does to services is done in that name. */
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** Does one part of the work; a failure ends the run with `reason`. */
  step<T>(id: string, name: string, work: () => Promise<T>): Promise<T>;
  readonly log: (message: string, level?: 'info' | 'warn' | 'error') => void;
}

export interface RunSpec {
  readonly kind: Operation['kind'];
  readonly title: string;
  readonly service?: string;
  readonly environment?: string;
  readonly target?: string;
  /** What was asked, without secrets: the same key may not ask for something else. */
  readonly request: unknown;
}

type RunResult = Readonly<Record<string, unknown>>;

interface Running {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** Work besides deployments, each as an operation with steps and events: templates, actions, resources, environments. */
export class Runs {
  readonly #store: Store;
  readonly #tracker: OperationTracker;
  readonly #log: Log;
  readonly #running = new Map<string, Running>();

  constructor(store: Store, tracker: OperationTracker, log: Log) {
    this.#store = store;
    this.#tracker = tracker;
    this.#log = log;
  }

  /** The operation that the same key and request started before. Throws `PlatformError` for another request. */
  repeated(key: string, request: unknown): Operation | undefined {
    const known = this.#store.state.idempotency.find((record) => record.key === key);
    if (!known) return undefined;
    if (known.digest === digestOf(request)) return this.#tracker.get(known.result);
    throw refusal('idempotency-key-reused', t('This Idempotency-Key was used for another request.'));
  }

  /** Accepts the work and starts it; its end is in the operation. */
  start(
    spec: RunSpec,
    key: string,
    caller: Caller,
    work: (run: RunContext) => Promise<RunResult>,
  ): Operation {
    const { request, ...shown } = spec;
    const operation = this.#store.transaction(() => {
      const created = this.#tracker.create({ ...shown, cancelable: true, createdBy: caller.actor });
      const record = { key, digest: digestOf(request), result: created.id };
      this.#store.update((state) => withIdempotency(state, record, Date.now()));
      return created;
    });
    const abort = new AbortController();
    const done = this.#run(operation.id, caller, work, abort.signal);
    this.#running.set(operation.id, { abort, done });
    return operation;
  }

  /** False when no such run is under way. */
  cancel(operation: string): boolean {
    const running = this.#running.get(operation);
    running?.abort.abort();
    return running !== undefined;
  }

  /** Cancels everything and waits until it has ended. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()];
    for (const { abort } of all) abort.abort();
    await Promise.all(all.map(({ done }) => done));
  }

  async #run(
    operation: string,
    caller: Caller,
    work: (run: RunContext) => Promise<RunResult>,
    signal: AbortSignal,
  ): Promise<void> {
    // The answer to the request comes first: nothing is done in the same turn.
    await Promise.resolve();
    this.#tracker.setState(operation, { state: 'Running', startedAt: new Date().toISOString() });
    const run: RunContext = {
      operation,
      caller,
      signal,
      step: (id, name, part) => this.#step(operation, id, name, part, signal),
      log: (message, level) => this.#tracker.log(operation, message, level),
    };
    try {
      const result = await work(run);
      this.#end(operation, { state: 'Succeeded', result });
    } catch (error) {
      const message = signal.aborted
        ? t('It was canceled.')
        : error instanceof Error
          ? error.message
          : String(error);
      const known = error instanceof UserError || error instanceof PlatformError;
      if (!signal.aborted && !known) this.#log.error(`Operation ${operation} failed.`, error);
      const reason = signal.aborted ? 'Canceled' : known ? 'RunFailed' : 'PlatformError';
      const problem = { type: '/problems/run-failed', title: reason, status: 422, detail: message };
      this.#end(operation, {
        state: signal.aborted ? 'Canceled' : 'Failed',
        reason,
        message,
        ...(!signal.aborted && { error: problem }),
      });
    } finally {
      this.#running.delete(operation);
    }
  }

  #end(operation: string, change: Partial<Operation>): void {
    const finishedAt = new Date().toISOString();
    this.#tracker.setState(operation, { ...change, done: true, cancelable: false, finishedAt });
    this.#store.tryFlush();
  }

  async #step<T>(
    operation: string,
    id: string,
    name: string,
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    signal.throwIfAborted();
    const startedAt = new Date().toISOString();
    const tell = (state: string, message?: string): void =>
      this.#tracker.step(operation, {
        id,
        name,
        state,
        startedAt,
        ...(message !== undefined && { message }),
        ...(state !== 'Running' && { finishedAt: new Date().toISOString() }),
      });
    tell('Running');
    try {
      const result = await work();
      tell('Succeeded');
      return result;
    } catch (error) {
      if (signal.aborted) tell('Canceled');
      else tell('Failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}

export function digestOf(request: unknown): string {
  return sha256(canonical(request));
}
