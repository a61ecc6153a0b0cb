import { randomBytes } from 'node:crypto';
import { Emitter } from '../../base/events.js';
import type { WatchEvent } from '../../model/platform.js';

const kept = 1_000;

/** The last changes, for `GET /watch`. Ids are only good for this run of the platform. */
export class WatchFeed {
  readonly #run = randomBytes(4).toString('hex');
  readonly #events: WatchEvent[] = [];
  readonly #added = new Emitter<WatchEvent>();
  #count = 0;

  readonly onDidAdd = this.#added.event;

  publish(type: WatchEvent['type'], subject?: string): void {
    const event = this.#make(type, subject);
    this.#events.push(event);
    if (this.#events.length > kept) this.#events.shift();
    this.#added.fire(event);
  }

  /** What came after `id`; a single reset when that is no longer known. */
  since(id: string | undefined): readonly WatchEvent[] {
    if (id === undefined) return [];
    if (id === `${this.#run}-0` && this.#count <= kept) return [...this.#events];
    const index = this.#events.findIndex((event) => event.id === id);
    return index < 0 ? this.#reset() : this.#events.slice(index + 1);
  }

  #reset(): readonly WatchEvent[] {
    const last = this.#events.at(-1);
    return [
      { id: last?.id ?? `${this.#run}-0`, type: 'platform.catalog.reset', time: new Date().toISOString() },
    ];
  }

  #make(type: WatchEvent['type'], subject: string | undefined): WatchEvent {
    const sequence = ++this.#count;
    const time = new Date().toISOString();
    return {
      id: `${this.#run}-${sequence}`,
      type,
      time,
      sequence,
      ...(subject !== undefined && { subject }),
    };
  }
}
