import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { OwnerTitles } from '../../model/reference.js';
import type { Connection } from './connection.js';

const pageSize = 200;
/** Owners beyond these pages are called by their reference. */
const mostPages = 5;

/** What the catalogues call owners. Asked once per connection, and only when somebody wants to show one. */
export class OwnerNames implements Disposable {
  readonly #known = new WeakMap<Connection, OwnerTitles>();
  readonly #asked = new WeakMap<Connection, Promise<OwnerTitles>>();
  readonly #changed = new Emitter<undefined>();

  /** A platform told what it calls its owners. */
  readonly onDidChange = this.#changed.event;

  /** What is known; the platform is asked if it was not yet, once it answers. */
  of(connection: Connection): OwnerTitles {
    if (!this.#known.has(connection)) void this.read(connection);
    return this.#known.get(connection) ?? none;
  }

  /** The same once it is known; none where the platform does not tell. Never rejects. */
  read(connection: Connection): Promise<OwnerTitles> {
    const { info, status } = connection.live.snapshot;
    if (status !== 'live' || !info || !Object.hasOwn(info.capabilities, 'owners'))
      return Promise.resolve(none);
    const asked = this.#asked.get(connection) ?? this.#ask(connection);
    this.#asked.set(connection, asked);
    return asked;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask(connection: Connection): Promise<OwnerTitles> {
    const titles = new Map<string, string>();
    try {
      let pageToken: string | undefined;
      for (let page = 0; page < mostPages; page++) {
        const { items, nextPageToken } = await connection.platform.listOwners({
          pageSize,
          ...(pageToken !== undefined && { pageToken }),
        });
        for (const { ref, title, displayName = title } of items) {
          if (displayName !== undefined) titles.set(ref, displayName);
        }
        if (!nextPageToken || nextPageToken === pageToken) break;
        pageToken = nextPageToken;
      }
    } catch {
      // A name that is not told is no fault: the reference has one, too.
    }
    this.#known.set(connection, titles);
    if (titles.size > 0) this.#changed.fire(undefined);
    return titles;
  }
}

const none: OwnerTitles = new Map();
