import { randomUUID } from 'node:crypto';
import { Emitter } from '../../base/events.js';
import type { Approval, Operation, OperationEvent, Step } from '../../model/delivery.js';
import { without } from '../manifest/json.js';
import { findOperation, withOperation } from '../store/changes.js';
import type { Store } from '../store/store.js';

export interface TrackedEvent {
  readonly operation: string;
  readonly event: OperationEvent;
}

type NewEvent = Omit<OperationEvent, 'id' | 'time'>;

/** Keeps operations and their events in the store and tells who listens. */
export class OperationTracker {
  readonly #store: Store;
  readonly #events = new Emitter<TrackedEvent>();
  readonly #changed = new Emitter<Operation>();

  readonly onEvent = this.#events.event;
  /** State or a step changed; log lines alone do not count. */
  readonly onDidChange = this.#changed.event;

  constructor(store: Store) {
    this.#store = store;
  }

  create(operation: Omit<Operation, 'id' | 'state' | 'done' | 'createdAt'>): Operation {
    const id = `op_${randomUUID()}`;
    const created: Operation = {
      ...operation,
      id,
      state: 'Pending',
      done: false,
      createdAt: new Date().toISOString(),
    };
    this.#store.update((state) => withOperation(state, created));
    this.#changed.fire(created);
    return created;
  }

  get(id: string): Operation {
    const record = findOperation(this.#store.state, id);
    if (!record) throw new RangeError(`no operation ${id}`);
    return record.operation;
  }

  setState(id: string, change: Partial<Operation>): void {
    const operation = { ...this.get(id), ...change };
    this.#store.update((state) => withOperation(state, operation));
    this.#emit(id, {
      type: 'state',
      state: operation.state,
      ...(operation.message !== undefined && { message: operation.message }),
    });
    // `done` is the last event: whoever follows reads the final state after it.
    if (operation.done) this.#emit(id, { type: 'done', state: operation.state });
    this.#changed.fire(this.get(id));
  }

  /** Takes away what an operation waited for; says nothing, as its next state follows at once. */
  unblock(id: string): void {
    const operation = without(this.get(id), 'blockedBy', 'message');
    this.#store.update((state) => withOperation(state, operation));
  }

  /** Keeps what someone decided. */
  decide(id: string, approval: Approval): Operation {
    const operation = this.get(id);
    const decided = { ...operation, approvals: [...(operation.approvals ?? []), approval] };
    this.#store.update((state) => withOperation(state, decided));
    this.#changed.fire(decided);
    return decided;
  }

  step(id: string, step: Step): void {
    const operation = this.get(id);
    const known = operation.steps ?? [];
    const steps = known.some((other) => other.id === step.id)
      ? known.map((other) => (other.id === step.id ? { ...other, ...step } : other))
      : [...known, step];
    this.#store.update((state) => withOperation(state, { ...operation, steps }));
    this.#emit(id, {
      type: 'step',
      step: step.id,
      state: step.state,
      ...(step.message !== undefined && { message: step.message }),
    });
    this.#changed.fire(this.get(id));
  }

  log(id: string, message: string, level: 'info' | 'warn' | 'error' = 'info', step?: string): void {
    this.#emit(id, { type: 'log', level, message, ...(step !== undefined && { step }) });
  }

  #emit(id: string, event: NewEvent): void {
    const record = findOperation(this.#store.state, id);
    const last = Number(record?.operation.lastEventId ?? 0);
    const full: OperationEvent = { ...event, id: String(last + 1), time: new Date().toISOString() };
    this.#store.update((state) => withOperation(state, { ...this.get(id), lastEventId: full.id }, [full]));
    this.#events.fire({ operation: id, event: full });
  }
}
