import { delay, onAbort } from '../../base/abort.js';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import { isObject, objectAt, objectsAt, textAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import { openStream } from '../http/eventStream.js';
import { parseEvent } from '../http/resuming.js';
import { applicationOf, listFields, watchFields, type Application } from './application.js';
import type { Applications } from './applications.js';
import type { ArgoRules } from './binding.js';
import { read, readApp, stream, type AppRef } from './calls.js';
import { FirstTelling } from './firstTelling.js';
import { currentOperationId } from './ids.js';
import { argoProblem } from './refusal.js';

/** Between two lists, whatever happens. */
const listEveryMs = 60_000;
/** While the watch lasts, what it may have missed is looked for this often. */
const settleMs = 10 * 60_000;
/** Several calls that look at one moment share a list. */
const momentMs = 2_000;
/** So many Applications are read once more where a list tells what the watch did not. */
const mostReadAnew = 20;
/** After a list the watch tells all of it again, which takes the time in which the first picture is made. */
const headStartMs = 300;
/** A selector of nothing: the answer is the version of the whole list alone. */
const nobody = 'goldenpath.dev/nobody=nobody';
/** Without a watch, a list is good for so long. */
export const maxAgeSeconds = 30;

/** Names of services, ids of operations, and whether there are other environments than before. */
export interface Changes {
  readonly services: readonly string[];
  readonly operations: readonly string[];
  readonly environments: boolean;
}

/** Keeps the index of Applications true: by one list, and by one watch while somebody listens. */
export class Feed {
  readonly #client: Client;
  readonly #index: Applications;
  readonly #rules: ArgoRules;
  readonly #changed = new Emitter<Changes>();
  /** Tells what looks different. */
  readonly onDidChange = this.#changed.event;
  #listing: Promise<void> | undefined;
  #listedAt = -Infinity;
  #isWatching = false;
  /** A watch was asked for that will tell what everything is. */
  #isOpening = false;
  /** Of the last list. */
  #version = 0;
  /** What arrived since the list under way was asked for. */
  #newer: Set<string> | undefined;

  constructor(client: Client, index: Applications, rules: ArgoRules) {
    this.#client = client;
    this.#index = index;
    this.#rules = rules;
  }

  /** Whether what changes is told at once. */
  get isWatching(): boolean {
    return this.#isWatching;
  }

  /** Resolves when the index is as true as the call asks for. */
  async ready({ fresh = false, signal }: CallOptions = {}): Promise<void> {
    const age = this.#client.now() - this.#listedAt;
    const usual = fresh && !this.#isOpening ? momentMs : maxAgeSeconds * 1_000;
    const limit = this.#isWatching ? settleMs : usual;
    if (age >= limit) await settled(this.#list(), signal);
  }

  /** Reads an Application anew, in full. Rejects with `not-found` when it is gone. */
  async read(
    app: AppRef,
    call: CallOptions = {},
    refresh?: 'normal',
  ): Promise<{ app: Application; json: Json }> {
    const json = await this.#client.send(readApp(app, '', { refresh }), { ...call, fresh: true });
    const found = applicationOf(json, true);
    if (!found) throw refusalError(404, undefined, undefined);
    this.take(found);
    return { app: found, json };
  }

  /** Takes in an Application that the answer to a write told of. */
  take(app: Application): void {
    this.#tell(() => this.#set(app), app);
  }

  /** Follows changes until `signal` aborts or the stream ends; then it rejects. Calls `opened` when they arrive. */
  async follow(signal: AbortSignal, opened: () => void): Promise<never> {
    const isDue = this.#client.now() - this.#listedAt >= listEveryMs;
    // Told of a version, the server would send not even headers before something changes: a stream that is open could
    // not be told from one that hangs. Without, it tells first what everything is now, also what a break has hidden.
    const call = stream('/stream/applications', {
      fields: watchFields,
      selector: this.#rules.selector,
      projects: this.#rules.project,
    });
    // The list is what people wait for: it does not share the server with all that the watch tells at first.
    if (isDue) await settled(this.#list(), signal);
    const timer = isDue ? undefined : this.#later(signal);
    let first: FirstTelling | undefined;
    try {
      this.#isOpening = true;
      const answer = await openStream(this.#client, call, { after: undefined, signal });
      this.#isWatching = true;
      opened();
      if (isDue) await delay(headStartMs, signal);
      const keys = [...this.#index.all()].map(({ key }) => key);
      first = new FirstTelling(keys, (version) => void this.#catchUp(version, signal).catch(() => undefined));
      if (answer.kind === 'events') {
        for await (const events of answer.events) {
          for (const { data } of events) this.#hear(parseEvent(data), first);
        }
      }
    } finally {
      first?.dispose();
      this.#isWatching = this.#isOpening = false;
      clearTimeout(timer);
    }
    throw new PlatformError('unreachable', t('Argo CD closed the stream of changes. It is taken up again.'));
  }

  /** What was removed in a short break is found by a list that is due then. */
  #later(signal: AbortSignal): ReturnType<typeof setTimeout> {
    const wait = Math.max(0, this.#listedAt + listEveryMs - this.#client.now());
    return setTimeout(() => {
      if (!signal.aborted) this.#list().catch(() => undefined);
    }, wait);
  }

  /**
   * While Argo CD tells a new listener what everything is, it does not listen itself: what changes meanwhile is told to
   * nobody. Then the list is of a newer version than anything that was told at first, and is read at once.
   */
  async #catchUp(version: number, signal: AbortSignal): Promise<void> {
    const search = { fields: 'items.metadata.name', selector: nobody };
    const told = await this.#client.send(read('/applications', search), { fresh: true, signal });
    if (signal.aborted || versionIn(told) <= Math.max(version, this.#version)) return;
    // A list under way was asked for too early.
    await this.#listing?.catch(() => undefined);
    const before = new Map([...this.#index.all()].map((app) => [app.key, app]));
    await this.#list();
    const changed = [...this.#index.all()].filter((app) => before.get(app.key) !== app);
    for (const app of changed.slice(0, mostReadAnew)) await this.read(app, { signal });
  }

  #hear(event: unknown, first: FirstTelling): void {
    if (!isObject(event)) return;
    if (isObject(event['error'])) {
      throw refusalError(Number(event['error']['http_code'] ?? 500), argoProblem(event), undefined);
    }
    const result = objectAt(event, 'result');
    const json = objectAt(result, 'application');
    const app = applicationOf(json, true);
    if (!app) return;
    first.heard(app.key, versionIn(json));
    this.#newer?.add(app.key);
    const isGone = textAt(result, 'type') === 'DELETED';
    this.#tell(() => (isGone ? this.#index.delete(app.key) : this.#set(app)), app);
  }

  #set(app: Application): readonly string[] {
    this.#newer?.add(app.key);
    return this.#fits(app) ? this.#index.set(app) : this.#index.delete(app.key);
  }

  /** Of the rules, what the server may not have looked at. */
  #fits({ project }: Application): boolean {
    return this.#rules.project === undefined || this.#rules.project === project;
  }

  #list(): Promise<void> {
    this.#listing ??= this.#readList().finally(() => (this.#listing = undefined));
    return this.#listing;
  }

  async #readList(): Promise<void> {
    const asked = this.#client.now();
    const newer = (this.#newer = new Set());
    try {
      const search = { fields: listFields, selector: this.#rules.selector, projects: this.#rules.project };
      const answer = await this.#client.send(read('/applications', search), { fresh: true });
      const apps = objectsAt(answer, 'items').flatMap((item) => applicationOf(item, false) ?? []);
      this.#listedAt = asked;
      this.#version = versionIn(answer) || 0;
      const told = apps.map((app) => this.#enriched(app)).filter((app) => this.#fits(app));
      this.#tell(() => this.#index.replace(told, newer));
    } finally {
      this.#newer = undefined;
    }
  }

  /** What the list leaves out stays as the watch told it. */
  #enriched(app: Application): Application {
    const known = this.#isWatching ? this.#index.get(app.key) : undefined;
    if (!known?.more || known.createdAt !== app.createdAt) return app;
    const isSameRun = known.run?.startedAt === app.run?.startedAt && known.run?.phase === app.run?.phase;
    return {
      ...app,
      more: known.more,
      ...(isSameRun && known.run && { run: known.run }),
      ...(app.asked && known.asked && { asked: known.asked }),
      ...(app.revision === undefined && known.revision !== undefined && { revision: known.revision }),
    };
  }

  /** Makes a change, and tells what is different after it. */
  #tell(change: () => readonly string[], app?: Application): void {
    const [environments, run] = [this.#index.environments(), app && this.#index.get(app.key)?.run];
    const services = change();
    const isOther = app?.run && (app.run.startedAt !== run?.startedAt || app.run.phase !== run.phase);
    const changes = {
      services,
      operations: isOther ? [currentOperationId(app) ?? ''] : [],
      environments: environments !== this.#index.environments(),
    };
    if (services.length > 0 || changes.environments) this.#changed.fire(changes);
  }
}

/** Versions grow (Argo CD compares them itself); `NaN` where there is none. */
function versionIn(json: Json): number {
  return Number(textAt(objectAt(json, 'metadata'), 'resourceVersion') ?? NaN);
}

/** A shared promise, left when the caller goes. */
function settled(shared: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return shared;
  return new Promise((resolve, reject) => {
    const leaving = onAbort(signal, () => reject(signal.reason as Error));
    shared.then(resolve, reject).finally(() => leaving.dispose());
  });
}
