import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { CallOptions, Page } from '../../model/call.js';
import type { Operation, OperationEvent } from '../../model/delivery.js';
import type { OperationQuery } from '../../model/parts.js';
import { isObject, objectAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import { resuming } from '../http/resuming.js';
import { applicationOf, type Application } from './application.js';
import type { Applications } from './applications.js';
import { watchApp, writeApp } from './calls.js';
import type { Feed } from './feed.js';
import { missing, operationIdOf, readId } from './ids.js';
import { lostOperation, operationOf, type OperationPlace } from './operation.js';
import { pageOf } from './paging.js';
import { without } from './present.js';
import { argoProblem } from './refusal.js';

const mostKept = 200;

/** One that we asked for. */
interface Own {
  readonly id: string;
  readonly place: OperationPlace;
  readonly createdAt: string;
  /** Of `operationState`, once it was seen. */
  startedAt?: string;
  /** Its end, or whatever is no operation of Argo CD. */
  told?: Operation;
}

interface Parts {
  readonly client: Client;
  readonly index: Applications;
  readonly feed: Feed;
}

/** Operations. Argo CD has the last one of each Application and gives it no id: ours are remembered here. */
export class Operations {
  readonly #parts: Parts;
  readonly #own = new Map<string, Own>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Remembers one that Argo CD has just taken on; `app` is its answer. */
  began(id: string, place: OperationPlace, app: Application): Operation {
    const createdAt = new Date(this.#parts.client.now()).toISOString();
    this.#own.set(id, { id, place, createdAt });
    for (const oldest of this.#own.keys()) if (this.#own.size > mostKept) this.#own.delete(oldest);
    const begun = without(app, 'run');
    const operation = operationOf({ ...begun, asked: app.asked ?? {} }, place, { id });
    return { ...(operation ?? lostOperation(id, createdAt, place)), createdAt };
  }

  /** Remembers one that is over as soon as it was asked for. */
  done(operation: Operation, place: OperationPlace): Operation {
    this.#own.set(operation.id, { id: operation.id, place, createdAt: operation.createdAt, told: operation });
    return operation;
  }

  /** One of ours that the same key asked for; `undefined` for a new key. */
  async asked(
    app: Application,
    place: OperationPlace,
    key: string,
    call?: CallOptions,
  ): Promise<Operation | undefined> {
    const id = operationIdOf(app, key);
    if (this.#own.has(id)) return this.get(id, call);
    const isKnown = app.asked?.key === key || app.run?.key === key;
    return isKnown ? operationOf(app, place, { id }) : undefined;
  }

  async get(id: string, call?: CallOptions): Promise<Operation> {
    const own = this.#own.get(id);
    if (own?.told) return own.told;
    const known = await this.#find(id, call);
    // What others do is told by the watch: nobody asks once more for each of thousands.
    const seen = !own && this.#parts.feed.isWatching && known.more && isOf(id, known, own);
    const operation = seen ? operationOf(known, this.#placeOf(known), { id }) : undefined;
    if (operation) return operation;
    const { app, json } = await this.#parts.feed.read(known, call);
    return this.#judge(id, app, json);
  }

  /** Newest first: ours, and the last one of every Application. */
  async list(query: OperationQuery = {}, call?: CallOptions): Promise<Page<Operation>> {
    await this.#parts.feed.ready(call);
    const all = new Map<string, Operation>();
    for (const operation of this.#latest()) all.set(operation.id, operation);
    for (const { id, told } of this.#own.values()) if (told) all.set(id, told);
    const fits = (operation: Operation): boolean =>
      (query.service === undefined || operation.service === query.service) &&
      (query.environment === undefined || operation.environment === query.environment) &&
      (query.state === undefined || operation.state === query.state) &&
      (query.createdBy === undefined ||
        (query.createdBy === 'me'
          ? this.#own.has(operation.id)
          : operation.createdBy?.id === query.createdBy));
    const found = [...all.values()].filter(fits);
    return pageOf(
      found.sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt)),
      query,
    );
  }

  /** Asks Argo CD to end what it is at. Rejects with `invalid-request` for an operation that is over. */
  async cancel(id: string, call?: CallOptions): Promise<Operation> {
    const before = await this.get(id, call);
    if (before.done) return before;
    const app = await this.#find(id, call);
    await this.#parts.client.send(writeApp('DELETE', app, '/operation'), call);
    return this.get(id, call);
  }

  /** What happens to it until it is over, told by the watch of its Application alone. */
  async *events(
    id: string,
    { signal, after }: CallOptions & { readonly after?: string } = {},
  ): AsyncGenerator<OperationEvent> {
    const call = signal ? { signal } : {};
    let count = Number(after ?? 0) || 0;
    let before: Operation | undefined;
    const tell = function* (operation: Operation): Generator<OperationEvent> {
      for (const event of eventsBetween(before, operation)) yield { ...event, id: String(++count) };
      before = operation;
    };
    const first = await this.get(id, call);
    yield* tell(first);
    if (first.done) return;
    const app = await this.#find(id, call);
    let number = 0;
    const watched = resuming(this.#parts.client, {
      route: () => watchApp(app),
      decode: (event) => ({ id: String(++number), operation: this.#heard(id, event) }),
      isLast: ({ operation }) => operation?.done === true,
      isOver: async () => (await this.get(id, call)).done,
      after: undefined,
      signal,
    });
    for await (const { operation } of watched) if (operation) yield* tell(operation);
    if (!before?.done) yield* tell(await this.get(id, call));
  }

  #heard(id: string, event: unknown): Operation | undefined {
    if (!isObject(event)) return undefined;
    if (isObject(event['error'])) {
      throw refusalError(Number(event['error']['http_code'] ?? 500), argoProblem(event), undefined);
    }
    const json = objectAt(objectAt(event, 'result'), 'application');
    const app = applicationOf(json, true);
    return app && app.key === readId(id).key ? this.#judge(id, app, json) : undefined;
  }

  /** What an Application says of an operation: it may be at it, or at another one since. */
  #judge(id: string, app: Application, json: Json): Operation {
    const own = this.#own.get(id);
    const place = own?.place ?? this.#placeOf(app);
    if (!isOf(id, app, own)) {
      const began = own?.createdAt ?? timeOf(readId(id).mark) ?? app.run?.startedAt ?? app.createdAt ?? '';
      return this.#keep(own, lostOperation(id, began, place));
    }
    if (own && app.run) own.startedAt = app.run.startedAt;
    const found = operationOf(app, place, { id, json }) ?? lostOperation(id, own?.createdAt ?? '', place);
    return this.#keep(own, own ? { ...found, createdAt: own.createdAt } : found);
  }

  #keep(own: Own | undefined, operation: Operation): Operation {
    if (own && operation.done) own.told = operation;
    return operation;
  }

  #latest(): readonly Operation[] {
    const byStart = new Map(
      [...this.#own.values()].map((own) => [`${readId(own.id).key} ${own.startedAt ?? ''}`, own]),
    );
    return [...this.#parts.index.all()].flatMap((app) => {
      const own = byStart.get(`${app.key} ${app.run?.startedAt ?? ''}`);
      return operationOf(app, own?.place ?? this.#placeOf(app), own ? { id: own.id } : {}) ?? [];
    });
  }

  #placeOf(app: Application): OperationPlace {
    const { index } = this.#parts;
    const [service = app.name] = index.servicesOf(app);
    const bound = index.of(service).find((each) => each.app.key === app.key);
    return { service, environment: bound?.environment ?? '' };
  }

  async #find(id: string, call?: CallOptions): Promise<Application> {
    const { key } = readId(id);
    const { feed, index } = this.#parts;
    if (!index.get(key)) await feed.ready({ ...call, fresh: true });
    const app = index.get(key);
    if (app) return app;
    throw missing(t('Argo CD has no Application {0}, or you may not see it.', key));
  }
}

/** Clocks differ a little between here and there. */
const skewMs = 60_000;
/** What an id has that was made of a time. */
const startMark = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Whether an Application is at an operation, or was at last: by its key, by when it began, else by what came after we asked. */
function isOf(id: string, app: Application, own: Own | undefined): boolean {
  const { run, asked } = app;
  const marks = [asked?.key, run?.key, run?.startedAt].filter((mark) => mark !== undefined);
  if (marks.some((mark) => operationIdOf(app, mark) === id)) return true;
  if (!own) return false;
  if (own.startedAt !== undefined) return own.startedAt === run?.startedAt;
  if (!run) return asked !== undefined;
  // A rollback carries no key.
  return run.key === undefined && Date.parse(run.startedAt) >= Date.parse(own.createdAt) - skewMs;
}

/** The time that a mark was made of. */
function timeOf(mark: string): string | undefined {
  return startMark.test(mark) ? mark.replace(startMark, '$1-$2-$3T$4:$5:$6Z') : undefined;
}

type Told = Omit<OperationEvent, 'id'>;

/** What is new in an operation. */
function eventsBetween(before: Operation | undefined, now: Operation): readonly Told[] {
  const time = now.finishedAt ?? new Date().toISOString();
  const old = new Map(before?.steps?.map((step) => [step.id, step]));
  const steps = (now.steps ?? []).filter((step) => {
    const was = old.get(step.id);
    return was?.state !== step.state || was.message !== step.message;
  });
  const told = { time, state: now.state, ...(now.message !== undefined && { message: now.message }) };
  return [
    ...steps.map(({ id, name, state, message }): Told => {
      const text = message === undefined ? name : `${name}: ${message}`;
      return { type: 'step', time, step: id, state, message: text };
    }),
    ...(before?.state !== now.state || before.message !== now.message ? [{ type: 'state', ...told }] : []),
    ...(now.done ? [{ type: 'done', ...told }] : []),
  ];
}
