import path from 'node:path';
import type { PlatformEvent } from '../../model/platformEvent.js';
import type { Log } from '../../model/log.js';
import { text } from '../manifest/json.js';
import { JournalFile } from './journalFile.js';

const shown = 500;

/** What happened to services where they run, place by place. */
export class EventBook {
  readonly #dataDir: string;
  readonly #log: Log;
  readonly #journals = new Map<string, JournalFile>();
  readonly #last = new Map<string, string>();

  constructor(dataDir: string, log: Log) {
    this.#dataDir = dataDir;
    this.#log = log;
  }

  /** The same thing twice in a row is told once. */
  add(
    place: { readonly service: string; readonly environment: string },
    event: Omit<PlatformEvent, 'id' | 'time'>,
  ): void {
    const key = `${place.service}/${place.environment}`;
    const said = JSON.stringify(event);
    if (this.#last.get(key) === said) return;
    this.#last.set(key, said);
    const time = new Date().toISOString();
    try {
      this.#journal(key).append({ id: `evt_${crypto.randomUUID()}`, time, ...event });
    } catch (error) {
      this.#log.error(`Cannot keep an event of ${key}.`, error);
    }
  }

  /** Newest first. */
  list(place: { readonly service: string; readonly environment: string }): readonly PlatformEvent[] {
    return this.#journal(`${place.service}/${place.environment}`)
      .read()
      .slice(-shown)
      .reverse()
      .flatMap((record) => {
        const { id, time, type, reason, message } = record;
        if (text(id) === undefined || text(time) === undefined) return [];
        return [
          {
            id: String(id),
            time: String(time),
            type: String(type),
            reason: String(reason),
            message: String(message),
          },
        ];
      });
  }

  #journal(key: string): JournalFile {
    const known = this.#journals.get(key);
    if (known) return known;
    const file = path.join(this.#dataDir, 'events', `${key}.jsonl`);
    const journal = new JournalFile(file, { maxBytes: 256 * 1024, kept: 1 });
    this.#journals.set(key, journal);
    return journal;
  }
}
