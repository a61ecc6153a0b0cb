import { randomUUID } from 'node:crypto';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import type { OperationEvent, Step } from '../../model/delivery.js';
import type { PipelineRecord } from '../store/state.js';
import type { Store } from '../store/store.js';

export type PipelineRun = components['schemas']['PipelineRun'];
type NewRun = Pick<
  PipelineRun,
  'service' | 'kind' | 'title' | 'commit' | 'trigger' | 'release' | 'createdBy'
>;

const keptRuns = 100;
const keptEvents = 2_000;

/** A run under way. Beginning a step ends the one before. */
export interface RunHandle {
  readonly id: string;
  begin(step: string, name: string): void;
  line(message: string): void;
  end(error?: unknown, more?: Partial<PipelineRun>): void;
}

/** Builds and tests of commits: their steps, logs and results, kept in the store. */
export class Pipelines {
  readonly #store: Store;
  readonly #events = new Emitter<{ readonly run: string; readonly event: OperationEvent }>();

  readonly onEvent = this.#events.event;

  constructor(store: Store) {
    this.#store = store;
  }

  get records(): readonly PipelineRecord[] {
    return this.#store.state.pipelineRuns;
  }

  find(id: string): PipelineRecord | undefined {
    return this.records.find(({ run }) => run.id === id);
  }

  start(wanted: NewRun): RunHandle {
    const id = `run_${randomUUID()}`;
    const now = new Date().toISOString();
    const number = this.records.filter(({ run }) => run.service === wanted.service).length + 1;
    const last = this.records.findLast(({ run }) => run.service === wanted.service)?.run.number ?? 0;
    const run: PipelineRun = {
      ...wanted,
      id,
      number: Math.max(number, last + 1),
      state: 'Running',
      done: false,
      steps: [],
      createdAt: now,
      startedAt: now,
    };
    this.#update((records) => [...records.slice(1 - keptRuns), { run, events: [] }]);
    this.#emit(id, { type: 'state', state: 'Running' });
    let current: Step | undefined;
    const endStep = (state: string, message?: string): void => {
      if (!current) return;
      const finishedAt = new Date().toISOString();
      this.#step(id, { ...current, state, finishedAt, ...(message !== undefined && { message }) });
      current = undefined;
    };
    return {
      id,
      begin: (step, name) => {
        endStep('Succeeded');
        current = { id: step, name, state: 'Running', startedAt: new Date().toISOString() };
        this.#step(id, current);
      },
      line: (message) =>
        this.#emit(id, { type: 'log', level: 'info', message, ...(current && { step: current.id }) }),
      end: (error, more = {}) => {
        const message = error === undefined ? undefined : messageOf(error);
        const isCanceled = error instanceof Error && error.name === 'AbortError';
        const state = message === undefined ? 'Succeeded' : isCanceled ? 'Canceled' : 'Failed';
        endStep(state, message);
        this.#end(id, state, { ...more, ...(message !== undefined && { message }) });
      },
    };
  }

  /** What was under way when the platform ended did not happen. */
  closeInterrupted(): void {
    for (const { run } of this.records) {
      if (run.done) continue;
      const message = t('The local platform ended before this was done.');
      this.#end(run.id, 'Failed', { reason: 'Interrupted', message });
    }
  }

  #end(id: string, state: string, more: Partial<PipelineRun>): void {
    const finishedAt = new Date().toISOString();
    this.#change(id, (run) => ({ ...run, ...more, state, done: true, finishedAt }));
    this.#emit(id, { type: 'state', state, ...(more.message !== undefined && { message: more.message }) });
    this.#emit(id, { type: 'done', state });
  }

  #step(id: string, step: Step): void {
    this.#change(id, (run) => ({
      ...run,
      steps: [...(run.steps ?? []).filter((other) => other.id !== step.id), step],
    }));
    this.#emit(id, { type: 'step', step: step.id, state: step.state });
  }

  #emit(id: string, event: Omit<OperationEvent, 'id' | 'time'>): void {
    const record = this.find(id);
    if (!record) return;
    const eventId = String(Number(record.run.lastEventId ?? 0) + 1);
    const full: OperationEvent = { ...event, id: eventId, time: new Date().toISOString() };
    const run = { ...record.run, lastEventId: eventId };
    const events = [...record.events, full].slice(-keptEvents);
    this.#update((records) => records.map((other) => (other.run.id === id ? { run, events } : other)));
    this.#events.fire({ run: id, event: full });
  }

  #change(id: string, change: (run: PipelineRun) => PipelineRun): void {
    this.#update((records) =>
      records.map((record) => (record.run.id === id ? { ...record, run: change(record.run) } : record)),
    );
  }

  #update(change: (records: readonly PipelineRecord[]) => readonly PipelineRecord[]): void {
    this.#store.update((state) => ({ ...state, pipelineRuns: change(state.pipelineRuns) }));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
