import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { components } from '../../contract/generated/wire.js';
import type { Log } from '../../model/log.js';
import { at, text } from '../manifest/json.js';
import { JournalFile } from '../store/journalFile.js';

export type AuditEvent = components['schemas']['AuditEvent'];
export type AuditEntry = Omit<AuditEvent, 'id' | 'time'>;

export interface AuditFilter {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly actor?: string | undefined;
  /** ms since 1970. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Who did what and what was refused: added to, never changed. Six files of 2 MB are kept. */
export class AuditLog {
  readonly #journal: JournalFile;
  readonly #log: Log;

  constructor(dataDir: string, log: Log) {
    this.#journal = new JournalFile(path.join(dataDir, 'audit', 'audit.jsonl'), {
      maxBytes: 2 * 1024 * 1024,
      kept: 5,
    });
    this.#log = log;
  }

  add(entry: AuditEntry): void {
    try {
      this.#journal.append({ id: `aud_${randomUUID()}`, time: new Date().toISOString(), ...entry });
    } catch (error) {
      this.#log.error(`Cannot write the audit log; "${entry.action}" is missing from it.`, error);
    }
  }

  /** Newest first. */
  list({ service, environment, actor, from, to }: AuditFilter): readonly unknown[] {
    return this.#journal
      .read()
      .filter((event) => {
        const time = Date.parse(text(event['time']) ?? '');
        return (
          (service === undefined || event['service'] === service) &&
          (environment === undefined || event['environment'] === environment) &&
          (actor === undefined || at(event, 'actor', 'id') === actor) &&
          (from === undefined || time >= from) &&
          (to === undefined || time < to)
        );
      })
      .reverse();
  }
}
