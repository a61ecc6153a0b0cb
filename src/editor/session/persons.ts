import { Emitter } from '../../base/events.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { Me } from '../../model/me.js';
import type { Connection } from './connection.js';

/** Who the person is on a platform: themselves and their groups, as entity references. */
export interface Person extends Me {
  readonly references: ReadonlySet<string>;
}

/** Who the person of this window is on each platform. Asked once per connection, and only when somebody wants to know. */
export class Persons implements Disposable {
  readonly #known = new WeakMap<Connection, Person>();
  readonly #asked = new WeakSet<Connection>();
  readonly #changed = new Emitter<undefined>();

  /** A platform told who the person is. */
  readonly onDidChange = this.#changed.event;

  /** What is known; the platform is asked if it was not yet, once it answers. */
  of(connection: Connection): Person | undefined {
    const known = this.#known.get(connection);
    if (!known && connection.live.snapshot.status === 'live' && !this.#asked.has(connection)) {
      this.#asked.add(connection);
      void this.#ask(connection);
    }
    return known;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask(connection: Connection): Promise<void> {
    try {
      const me = await connection.platform.getMe();
      this.#known.set(connection, { ...me, references: new Set([me.user.id, ...(me.groups ?? [])]) });
      this.#changed.fire(undefined);
    } catch {
      // A platform that does not tell is no fault: what is whose stays unknown there.
    }
  }
}
