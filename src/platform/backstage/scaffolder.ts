import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { Operation, OperationEvent } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { CallOptions, Page } from '../../model/platform.js';
import type { Call } from '../http/call.js';
import type { Client } from '../http/client.js';
import { resuming } from '../http/resuming.js';
import { read, send } from './calls.js';
import { demandList, demandObject, misfit, objectAt, objectsAt, textAt, type Json } from './json.js';
import { decodeTask, decodeTaskEvent, isDone, operationEventOf, operationOf, type Task } from './task.js';

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
    const task = await this.#task(id, call);
    // A run that has not begun has no events, and the backend would wait for the first one.
    if (task.status === 'open') return operationOf(task, []);
    const path = `${taskPath(id)}/events`;
    const events = await this.#client.send(read(path, decodeEvents), call);
    return operationOf(task, events);
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
      const problem = { type: '/problems/invalid-request', title: 'Invalid request', status: 422, detail };
      throw refusalError(422, problem, undefined);
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
      const detail = said.replace(/[^\s'"]*\/dry-run-content-[\w-]+\//g, '');
      const problem = { type: '/problems/invalid-request', title: 'Invalid template', status: 422, detail };
      throw refusalError(422, problem, undefined);
    }
  }

  async actions(call?: CallOptions): Promise<readonly InstalledAction[]> {
    return this.#client.send(read(`${root}/actions`, decodeActions), call);
  }

  #task(id: string, call?: CallOptions): Promise<Task> {
    return this.#client.send(read(taskPath(id), decodeTask), call);
  }
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
