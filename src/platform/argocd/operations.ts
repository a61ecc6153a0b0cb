import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { CallOptions, Page } from '../../model/call.js';
import type { Operation, OperationEvent } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { OperationQuery } from '../../model/parts.js';
import { isObject, objectAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import { resuming } from '../http/resuming.js';
import { applicationOf, type Application } from './application.js';
import type { Applications } from './applications.js';
import { asTheyCome } from './asTheyCome.js';
import { watchApp, writeApp } from './calls.js';
import type { Feed } from './feed.js';
import { missing, operationIdOf, readId } from './ids.js';
import { lostOperation, operationOf, type OperationPlace } from './operation.js';
import { pageOf } from './paging.js';
import { without } from './present.js';
import { argoProblem } from './refusal.js';
import { firstOf, severalId, togetherOf } from './several.js';

const mostKept = 200;
/** So often, and with such a pause, what was asked for and has not begun is tried to be ended. */
const mostTries = 20;
const pauseMs = 500;
/** By then a watch of one Application listens. */
const onceMoreMs = 1_000;

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

/** What is done to several Applications at once. */
interface Several {
  readonly place: OperationPlace;
  readonly ids: readonly string[];
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
  readonly #several = new Map<string, Several>();

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

  /** Remembers several as one. */
  together(place: OperationPlace, all: readonly Operation[]): Operation {
    const ids = all.map(({ id }) => id);
    const id = severalId(ids[0] ?? '');
    this.#several.set(id, { place, ids });
    for (const oldest of this.#several.keys()) {
      if (this.#several.size > mostKept) this.#several.delete(oldest);
    }
    return togetherOf(id, place, all);
  }

  /** What the same key asked for, of the Applications of a place; `undefined` for a new key. */
  async asked(apps: readonly Application[], key: string, call?: CallOptions): Promise<Operation | undefined> {
    const ids = apps.map((app) => operationIdOf(app, key));
    const isKnown = (app: Application, index: number): boolean =>
      this.#own.has(ids[index] ?? '') || app.asked?.key === key || app.run?.key === key;
    const [first = ''] = ids;
    if (!apps.some(isKnown)) return undefined;
    const [known] =
      [...this.#several].find(([, several]) => several.ids.some((id) => ids.includes(id))) ?? [];
    return this.get(known ?? (ids.length > 1 ? severalId(first) : first), call);
  }

  async get(id: string, call?: CallOptions): Promise<Operation> {
    if (firstOf(id) !== undefined) {
      const { place, ids } = await this.#partsOf(id, call);
      return togetherOf(id, place, await Promise.all(ids.map((each) => this.get(each, call))));
    }
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
    if (query.createdBy === 'me' && this.#own.size === 0) return { items: [] };
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
    const page = pageOf(
      found.sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt)),
      query,
    );
    return { ...page, items: await Promise.all(page.items.map((each) => this.#whole(each, call))) };
  }

  /** The narrow list does not say why one failed: it may have been ended. */
  async #whole(operation: Operation, call?: CallOptions): Promise<Operation> {
    const isKnown = operation.state !== 'Failed' || operation.message !== undefined;
    return isKnown ? operation : this.get(operation.id, call);
  }

  /** Asks Argo CD to end what it is at; what is over or being ended is told as it is. */
  async cancel(id: string, call?: CallOptions): Promise<Operation> {
    if (firstOf(id) !== undefined) {
      const { ids } = await this.#partsOf(id, call);
      await Promise.all(ids.map((each) => this.cancel(each, call)));
      return this.get(id, call);
    }
    for (let tries = 1; ; tries++) {
      const before = await this.get(id, call);
      if (before.cancelable !== true) return before;
      try {
        await this.#parts.client.send(writeApp('DELETE', await this.#find(id, call), '/operation'), call);
        const { app, json } = await this.#parts.feed.read(await this.#find(id, call), call);
        return this.#judge(id, app, json);
      } catch (error) {
        // What has not begun yet cannot be ended yet, and what is over need not be.
        if (!PlatformError.is(error, 'invalid-request') || tries === mostTries) throw error;
        await delay(pauseMs, call?.signal);
      }
    }
  }

  /** What happens to it until it is over. */
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
    const changes =
      firstOf(id) === undefined
        ? asTheyCome(
            (own) => [this.#watched(id, { signal: own }), this.#onceMore(id, { signal: own })],
            signal,
          )
        : this.#watchedParts(id, call);
    for await (const operation of changes) {
      yield* tell(operation);
      if (operation.done) return;
    }
    if (!before?.done) yield* tell(await this.get(id, call));
  }

  /** What Argo CD did while it told the watch how things stand was told to nobody. */
  async *#onceMore(id: string, call: { readonly signal: AbortSignal }): AsyncGenerator<Operation> {
    await delay(onceMoreMs, call.signal);
    const told = await this.get(id, call).catch((error: unknown) => {
      // The watch is taken up again, or says so itself.
      if (PlatformError.is(error)) return undefined;
      throw error;
    });
    if (told) yield told;
  }

  /** By the watch of its Application alone. */
  async *#watched(id: string, call: CallOptions): AsyncGenerator<Operation> {
    const app = await this.#find(id, call);
    let number = 0;
    const heard = resuming(this.#parts.client, {
      route: () => watchApp(app),
      decode: (event) => ({ id: String(++number), operation: this.#heard(id, event) }),
      isLast: ({ operation }) => operation?.done === true,
      isOver: async () => (await this.get(id, call)).done,
      after: undefined,
      signal: call.signal,
    });
    for await (const { operation } of heard) if (operation) yield operation;
  }

  async *#watchedParts(id: string, call: CallOptions): AsyncGenerator<Operation> {
    const { ids } = await this.#partsOf(id, call);
    const open = (signal: AbortSignal) => ids.map((each) => this.events(each, { signal }));
    for await (const event of asTheyCome(open, call.signal)) {
      if (event.type !== 'step') yield await this.get(id, call);
    }
  }

  /** What an id stands for that is several: as remembered, else what the same key asked for of every Application there. */
  async #partsOf(id: string, call?: CallOptions): Promise<Several> {
    const known = this.#several.get(id);
    if (known) return known;
    const first = firstOf(id) ?? id;
    const place = this.#placeOf(await this.#find(first, call));
    const { mark } = readId(first);
    const bound = this.#parts.index
      .of(place.service)
      .filter((each) => each.environment === place.environment);
    return { place, ids: bound.map(({ app }) => operationIdOf(app, mark)) };
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
    return this.#parts.index.placeOf(app);
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
