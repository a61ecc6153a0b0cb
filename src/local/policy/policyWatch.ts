import { environmentsIn } from '../catalog/catalog.js';
import { closureAt } from '../guards/freeze.js';
import { freezeWindows } from '../guards/windows.js';
import type { WatchFeed } from '../http/watchFeed.js';
import type { Store } from '../store/store.js';
import type { PolicyBook } from './policyBook.js';

/** Keeps the policies read, and tells who listens when an environment is another, or opens or closes. */
export class PolicyWatch {
  readonly #store: Store;
  readonly #book: PolicyBook;
  readonly #feed: WatchFeed;
  readonly #environments = new Map<string, string>();

  constructor(store: Store, book: PolicyBook, feed: WatchFeed) {
    this.#store = store;
    this.#book = book;
    this.#feed = feed;
  }

  /** Takes in the policies of a folder and of those above it up to `top`. */
  async add(folder: string, top: string): Promise<void> {
    const before = environmentsIn(this.#store.state);
    await this.#book.add(folder, top);
    const after = environmentsIn(this.#store.state);
    const known = new Map(before.map((environment) => [environment.name, JSON.stringify(environment)]));
    for (const environment of after) {
      if (known.get(environment.name) === JSON.stringify(environment)) continue;
      this.#feed.publish('platform.environment.changed', environment.name);
    }
  }

  /** Reads them again. */
  async refresh(): Promise<void> {
    await this.#book.refresh();
    const now = Date.now();
    const windows = freezeWindows(this.#book.documents);
    for (const environment of environmentsIn(this.#store.state)) {
      const { name } = environment;
      const closed = closureAt(windows, { environment: name, action: 'Deploy' }, now) !== undefined;
      const said = JSON.stringify({ environment, closed });
      const before = this.#environments.get(name);
      this.#environments.set(name, said);
      if (before !== undefined && before !== said) this.#feed.publish('platform.environment.changed', name);
    }
  }
}
