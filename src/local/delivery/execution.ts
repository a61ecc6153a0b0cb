import { PlatformError, UserError } from '../../model/errors.js';
import type { Pipelines } from '../pipelines/pipelines.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import { storageFault } from '../store/storageFault.js';
import type { Store } from '../store/store.js';
import type { Launcher } from './launcher.js';
import type { OperationTracker } from './operationTracker.js';
import type { Prepared } from './prepare.js';

export interface ExecuteContext {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runtime: Runtime;
  readonly launcher: Launcher;
  readonly tracker: OperationTracker;
  readonly pipelines: Pipelines;
  readonly store: Store;
  /** Throws `UserError` where a deployment is to fail on purpose. */
  drill(): void;
  /** Lets one build of a release run at a time. */
  exclusive<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export interface Execution {
  readonly operation: string;
  readonly deployment: string;
  readonly place: Place;
  readonly prepared: Prepared;
  readonly signal: AbortSignal;
}

/** A failure with the code that the operation and the deployment show. */
export class ExecutionFault extends Error {
  override readonly name = 'ExecutionFault';
  readonly reason: string;

  constructor(reason: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.reason = reason;
  }
}

/** One step of an operation. Rejects with `ExecutionFault`, or with the abort's reason. */
export async function step<T>(
  { operation, signal }: Execution,
  { tracker }: ExecuteContext,
  id: string,
  name: string,
  reason: string,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const startedAt = new Date().toISOString();
  tracker.step(operation, { id, name, state: 'Running', startedAt });
  try {
    const result = await work();
    tracker.step(operation, {
      id,
      name,
      state: 'Succeeded',
      startedAt,
      finishedAt: new Date().toISOString(),
    });
    return result;
  } catch (error) {
    const finishedAt = new Date().toISOString();
    if (signal.aborted) {
      tracker.step(operation, { id, name, state: 'Canceled', startedAt, finishedAt });
      throw error;
    }
    const fault =
      error instanceof ExecutionFault
        ? error
        : new ExecutionFault(reasonOf(error, reason), storageFault(error) ?? error);
    tracker.step(operation, { id, name, state: 'Failed', message: fault.message, startedAt, finishedAt });
    throw fault;
  }
}

function reasonOf(error: unknown, reason: string): string {
  return error instanceof UserError || error instanceof PlatformError ? reason : 'PlatformError';
}
