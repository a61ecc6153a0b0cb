import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { Operation, OperationEvent } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { OperationQuery } from '../../model/parts.js';
import type { CallOptions, Page } from '../../model/platform.js';
import type { Call } from '../http/call.js';
import type { Client } from '../http/client.js';
import { resuming } from '../http/resuming.js';
import { read, send } from './calls.js';
import { demandList, demandObject, misfit, objectAt, objectsAt, textAt, type Json } from './json.js';
import {
  decodeTask,
  decodeTaskEvent,
  isDone,
  operationEventOf,
  operationOf,
  taskStatesOf,
  type Task,
} from './task.js';

export interface TemplateRun {
  /** Entity reference of the template. */
  readonly templateRef: string;
  readonly values: Json;
  /** Never kept by Backstage, nor by us. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface TemplateFile {
  readonly path: string;
  readonly base64Content: string;
  readonly executable?: boolean;
}

export interface DryRun {
  /** The template's entity, as in its file. */
  readonly template: Json;
  readonly values: Json;
  readonly secrets?: Readonly<Record<string, string>>;
  /** What lies beside the template. */
  readonly files: readonly TemplateFile[];
}

export interface DryRunResult {
  readonly files: readonly TemplateFile[];
  readonly output: Json;
  readonly events: readonly OperationEvent[];
}

/** An action that templates can use on this backend. */
export interface InstalledAction {
  readonly id: string;
  readonly description?: string;
  /** JSON Schemas of what it takes and of what it gives to later steps. */
  readonly input: Json;
  readonly output: Json;
}

const root = '/api/scaffolder/v2';
const defaultSize = 50;
const maxSize = 200;

/** The scaffolder of a Backstage backend. Rejects with `PlatformError`. */
export class Scaffolder {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Starts a run and gives its id. Not to be repeated blindly: the backend knows no idempotency. */
  async create(run: TemplateRun, call?: CallOptions): Promise<string> {
    return this.#client.send(send(`${root}/tasks`, run, idIn), call);
  }

  async operation(id: string, call?: CallOptions): Promise<Operation> {
    return this.#told(await this.#task(id, call), call);
  }

  /** Runs, newest first; the page token counts them. */
  async operations(query: OperationQuery = {}, call?: CallOptions): Promise<Page<Operation>> {
    const { pageSize = 0, pageToken = '0', state, createdBy } = query;
    const status = state === undefined ? [] : taskStatesOf(state);
    const offset = Number(pageToken);
    if (!Number.isSafeInteger(offset)) throw invalid(t('The page token is none of this list.'));
    // A run belongs to no service and no environment, and who asks is not known by name.
    const isElsewhere = query.service !== undefined || query.environment !== undefined;
    if (isElsewhere || createdBy === 'me' || (state !== undefined && status.length === 0)) {
      return { items: [] };
    }
    const limit = Math.min(pageSize === 0 ? defaultSize : pageSize, maxSize);
    const search = new URLSearchParams({ limit: String(limit), offset: String(offset) });
    search.set('order', 'desc:created_at');
    for (const each of status) search.append('status', each);
    if (createdBy !== undefined) search.set('createdBy', createdBy);
    const { tasks, total } = await this.#client.send(read(`${root}/tasks`, decodeTasks, search), call);
    const all = await Promise.all(
      // Only its events tell a run that was ended from one that failed.
      tasks.map(async (task) => (task.status === 'failed' ? this.#told(task, call) : operationOf(task))),
    );
    const end = offset + tasks.length;
    return {
      items: state === undefined ? all : all.filter((operation) => operation.state === state),
      ...(tasks.length > 0 && end < total && { nextPageToken: String(end) }),
    };
  }

  /** What happened after the event `after`, then what happens until the run is done. */
  events(
    id: string,
    { signal, after }: CallOptions & { readonly after?: string } = {},
  ): AsyncIterable<OperationEvent> {
    return resuming(this.#client, {
      route: (last) => streamCall(id, last),
      decode: (value) => operationEventOf(decodeTaskEvent(value)),
      isLast: (event) => event.type === 'done',
      isOver: async () => isDone(await this.#task(id, { ...(signal && { signal }), fresh: true })),
      after,
      signal,
    });
  }

  /** Asks a run to end. One that is done stays as it is: the backend would mark it again. */
  async cancel(id: string, call?: CallOptions): Promise<Operation> {
    const before = await this.operation(id, { ...call, fresh: true });
    if (before.done) return before;
    await this.#client.send(send(`${taskPath(id)}/cancel`, {}, demandObject), call);
    return this.operation(id, { ...call, fresh: true });
  }

  /** Runs a failed run again. Rejects with `invalid-request` for any other: the backend would run it a second time. */
  async retry(id: string, secrets: Readonly<Record<string, string>> = {}, call?: CallOptions): Promise<void> {
    const task = await this.#task(id, { ...call, fresh: true });
    if (task.status !== 'failed' && task.status !== 'cancelled') {
      const detail = t(
        'Only a run that failed or was ended can be run again; this one is "{0}".',
        task.status,
      );
      throw invalid(detail);
    }
    await this.#client.send(send(`${taskPath(id)}/retry`, { secrets }, demandObject), call);
  }

  /** Runs a template without effect; actions that cannot are passed over. Rejects with `invalid-request` for one that is none. */
  async dryRun({ template, values, secrets, files }: DryRun, call?: CallOptions): Promise<DryRunResult> {
    const directoryContents = files.map(({ path, base64Content }) => ({ path, base64Content }));
    const body = { template, values, ...(secrets && { secrets }), directoryContents };
    try {
      return await this.#client.send(send(`${root}/dry-run`, body, decodeDryRun), call);
    } catch (error) {
      // A template that is none, or a step that fails, is told as if the backend had failed; its folders are its own.
      const said = PlatformError.is(error, 'internal', 'not-found') ? error.problem?.detail : undefined;
      if (said === undefined) throw error;
      throw invalid(said.replace(/[^\s'"]*\/dry-run-content-[\w-]+\//g, ''));
    }
  }

  async actions(call?: CallOptions): Promise<readonly InstalledAction[]> {
    return this.#client.send(read(`${root}/actions`, decodeActions), call);
  }

  #task(id: string, call?: CallOptions): Promise<Task> {
    return this.#client.send(read(taskPath(id), decodeTask), call);
  }

  async #told(task: Task, call?: CallOptions): Promise<Operation> {
    // A run that has not begun has no events, and the backend would wait for the first one.
    if (task.status === 'open') return operationOf(task, []);
    return operationOf(
      task,
      await this.#client.send(read(`${taskPath(task.id)}/events`, decodeEvents), call),
    );
  }
}

function invalid(detail: string): PlatformError {
  const problem = { type: '/problems/invalid-request', title: 'Invalid request', status: 422, detail };
  return refusalError(422, problem, undefined);
}

/** Only a stream: it has no JSON form. */
function streamCall(id: string, after: string | undefined): Call<Page<OperationEvent>> {
  const search = new URLSearchParams(after === undefined ? {} : { after });
  const noStream = (): never => {
    throw misfit();
  };
  return read(`${taskPath(id)}/eventstream`, noStream, search);
}

function taskPath(id: string): string {
  if (/^[\w-]+$/.test(id)) return `${root}/tasks/${id}`;
  const detail = t('"{0}" is not the id of a run.', id.slice(0, 200));
  throw refusalError(
    404,
    { type: '/problems/not-found', title: 'Not found', status: 404, detail },
    undefined,
  );
}

function idIn(value: unknown): string {
  const id = textAt(demandObject(value), 'id');
  if (id === undefined) throw misfit();
  return id;
}

function decodeTasks(value: unknown): { readonly tasks: readonly Task[]; readonly total: number } {
  const answer = demandObject(value);
  const tasks = objectsAt(answer, 'tasks').map(decodeTask);
  return { tasks, total: Number(answer['totalTasks'] ?? tasks.length) };
}

function decodeEvents(value: unknown): ReturnType<typeof decodeTaskEvent>[] {
  return demandList(value).map(decodeTaskEvent);
}

function decodeActions(value: unknown): readonly InstalledAction[] {
  return demandList(value).map((item) => {
    const action = demandObject(item);
    const description = textAt(action, 'description');
    return {
      id: textAt(action, 'id') ?? '',
      ...(description !== undefined && { description }),
      input: objectAt(objectAt(action, 'schema'), 'input'),
      output: objectAt(objectAt(action, 'schema'), 'output'),
    };
  });
}

function decodeDryRun(value: unknown): DryRunResult {
  const answer = demandObject(value);
  return {
    files: objectsAt(answer, 'directoryContents').map((file) => ({
      path: textAt(file, 'path') ?? '',
      base64Content: textAt(file, 'base64Content') ?? '',
      executable: file['executable'] === true,
    })),
    output: objectAt(answer, 'output'),
    events: objectsAt(answer, 'log').map((event, index) =>
      operationEventOf(decodeTaskEvent({ id: index, ...event })),
    ),
  };
}
