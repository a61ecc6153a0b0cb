import { plainText } from '../../base/plainText.js';
import type { Operation, OperationEvent, OperationState, Step } from '../../model/delivery.js';
import { demandObject, misfit, objectAt, objectsAt, textAt, type Json } from './json.js';

/** A run of a template, as the scaffolder keeps it. */
export interface Task {
  readonly id: string;
  /** Backstage's word: open, processing, completed, failed, cancelled, skipped. */
  readonly status: string;
  readonly createdAt: string;
  readonly title?: string;
  readonly steps: readonly { readonly id: string; readonly name: string }[];
}

/** One line of what happened in a run. */
export interface TaskEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly message: string;
  readonly step?: string;
  readonly status?: string;
  /** What the run made; of its last event. */
  readonly output?: Json;
}

const states: Readonly<Record<string, OperationState | 'Skipped' | undefined>> = {
  open: 'Pending',
  processing: 'Running',
  completed: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Canceled',
  skipped: 'Skipped',
};

/** What Backstage calls the runs in a state; nothing where it has none. */
export function taskStatesOf(state: string): readonly string[] {
  const named = Object.keys(states).filter((status) => status !== 'skipped' && states[status] === state);
  return state === 'Canceled' ? [...named, 'failed'] : named;
}

export function decodeTask(value: unknown): Task {
  const task = demandObject(value);
  const [id, status] = [textAt(task, 'id'), textAt(task, 'status')];
  if (id === undefined || status === undefined) throw misfit();
  const spec = objectAt(task, 'spec');
  const template = objectAt(objectAt(objectAt(spec, 'templateInfo'), 'entity'), 'metadata');
  const title = textAt(template, 'title') ?? textAt(template, 'name');
  return {
    id,
    status,
    createdAt: textAt(task, 'createdAt') ?? '',
    ...(title !== undefined && { title }),
    steps: objectsAt(spec, 'steps').map((step) => {
      const stepId = textAt(step, 'id') ?? '';
      return { id: stepId, name: textAt(step, 'name') ?? stepId };
    }),
  };
}

/** Ids are numbers there, opaque and in order here. */
export function decodeTaskEvent(value: unknown): TaskEvent {
  const event = demandObject(value);
  const body = objectAt(event, 'body');
  const { id } = event;
  if (typeof id !== 'number' && typeof id !== 'string') throw misfit();
  const [step, status] = [textAt(body, 'stepId'), textAt(body, 'status')];
  const { output } = body;
  return {
    id: String(id),
    type: textAt(event, 'type') ?? 'log',
    time: textAt(event, 'createdAt') ?? '',
    message: messageIn(body),
    ...(step !== undefined && { step }),
    ...(status !== undefined && { status }),
    ...(typeof output === 'object' && output !== null && { output: objectAt(body, 'output') }),
  };
}

/** Why a run failed stands beside the message that it did; stacks are for the log of the backend. */
function messageIn(body: Json): string {
  const reason = textAt(objectAt(body, 'error'), 'message');
  const message = reason ?? textAt(body, 'message') ?? '';
  return plainText(message)
    .split('\n')
    .filter((line) => !/^\s+at .+[:)]/.test(line))
    .join('\n');
}

/** A run as an operation; its steps are told by the events so far, and absent without them. */
export function operationOf(task: Task, told?: readonly TaskEvent[]): Operation {
  const events = told ?? [];
  const steps = task.steps.map((step): Step => {
    const latest = events.findLast((event) => event.step === step.id && event.status !== undefined);
    return { ...step, state: states[latest?.status ?? 'open'] ?? 'Running' };
  });
  const last = events.findLast(({ type }) => type === 'completion');
  // Backstage lets a run that was asked to end end as failed; its events tell the two apart.
  const lastOf = (type: string): number => events.findLastIndex((event) => event.type === type);
  const wasCanceled = lastOf('cancelled') > lastOf('recovered');
  const isCanceled = task.status === 'cancelled' || (task.status === 'failed' && wasCanceled);
  const done = isDone(task);
  const state = isCanceled && done ? 'Canceled' : (states[task.status] ?? 'Running');
  return {
    id: task.id,
    kind: 'TemplateRun',
    state: state === 'Skipped' ? 'Succeeded' : state,
    done,
    createdAt: task.createdAt,
    ...(told && { steps }),
    cancelable: !done,
    ...(task.title !== undefined && { title: task.title }),
    ...(done && last && { finishedAt: last.time }),
    ...(state === 'Failed' && last && { message: last.message }),
    ...(state === 'Succeeded' && last?.output && { result: last.output }),
  };
}

export function isDone({ status }: Task): boolean {
  return !['open', 'processing'].includes(status);
}

/** What happened in a run as an event of its operation. */
export function operationEventOf(event: TaskEvent): OperationEvent {
  const { id, time, message, step, status } = event;
  const state = status === undefined ? undefined : states[status];
  const type = event.type === 'completion' ? 'done' : state === undefined ? 'log' : 'step';
  return {
    id,
    type,
    time,
    message,
    ...(step !== undefined && { step }),
    ...(state !== undefined && { state }),
  };
}
