import { Emitter } from '../../base/events.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { LiveChange } from '../../model/live.js';
import type { Connection } from './connection.js';

/** A change of one platform's picture. */
export interface ConnectionChange extends LiveChange {
  readonly connection: Connection;
}

/** The platforms that a window is bound to at the same time, each apart from the others; one of them is chosen. */
export class Connections implements Disposable {
  readonly #bound = new Map<string, { readonly connection: Connection; readonly store: DisposableStore }>();
  readonly #changed = new Emitter<undefined>();
  readonly #liveChanged = new Emitter<ConnectionChange>();
  #chosen: string | undefined;
  #isDisposed = false;

  readonly onDidChange = this.#changed.event;
  readonly onDidChangeLive = this.#liveChanged.event;

  get all(): readonly Connection[] {
    return [...this.#bound.values()].map(({ connection }) => connection);
  }

  /** The one that is meant where nothing names one. */
  get chosen(): Connection | undefined {
    return this.of(this.#chosen ?? '') ?? this.all[0];
  }

  of(url: string): Connection | undefined {
    return this.#bound.get(url)?.connection;
  }

  /** Adds a connection, in the place of one to the same platform. */
  put(connection: Connection): void {
    const store = new DisposableStore();
    store.add(connection);
    if (this.#isDisposed) {
      store.dispose();
      return;
    }
    const before = this.#bound.get(connection.url);
    store.add(connection.live.onDidChange((change) => this.#liveChanged.fire({ ...change, connection })));
    this.#bound.set(connection.url, { connection, store });
    before?.store.dispose();
    this.#changed.fire(undefined);
  }

  choose(url: string): void {
    if (this.#chosen === url) return;
    this.#chosen = url;
    this.#changed.fire(undefined);
  }

  remove(url: string): void {
    const bound = this.#bound.get(url);
    if (!bound) return;
    this.#bound.delete(url);
    bound.store.dispose();
    this.#changed.fire(undefined);
  }

  /** Tells that something beside the connections changed that is shown with them. */
  touch(): void {
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const { store } of this.#bound.values()) store.dispose();
    this.#bound.clear();
    this.#changed.fire(undefined);
    this.#changed.dispose();
    this.#liveChanged.dispose();
  }
}
