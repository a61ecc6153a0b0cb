import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { t } from '../../base/l10n.js';
import type { Actor } from '../../model/actor.js';
import { UserError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';
import { isObject, member, text } from '../manifest/json.js';
import type { Place } from '../runtime/runtime.js';
import { writeFileAtomically } from '../store/stateFile.js';

/** A value that was given to the platform, for one variable of a service in one environment. */
export interface SecretEntry {
  readonly value: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly updatedBy: Actor;
}

/**
 * Values that people gave to the platform: in a file of their own that only its owner reads, and nowhere else. The
 * state, logs, the audit log and answers know names and versions only.
 */
export class SecretVault {
  readonly #file: string;
  readonly #key: string;
  readonly #entries: Map<string, SecretEntry>;

  constructor(file: string, log: Log) {
    this.#file = file;
    const { key, entries } = read(file, log);
    this.#key = key;
    this.#entries = entries;
  }

  find(place: Place, name: string): SecretEntry | undefined {
    return this.#entries.get(keyOf(place, name));
  }

  /** Keeps a value, or takes it away. Throws the system's error when the disk refuses; then nothing has changed. */
  set(place: Place, name: string, entry: SecretEntry | undefined): void {
    const key = keyOf(place, name);
    const before = this.#entries.get(key);
    this.#put(key, entry);
    try {
      this.#write();
    } catch (error) {
      this.#put(key, before);
      throw error;
    }
  }

  /** Forgets all values of an environment. */
  forget(environment: string): void {
    const gone = [...this.#entries.keys()].filter((key) => key.split('/')[1] === environment);
    for (const key of gone) this.#entries.delete(key);
    if (gone.length > 0) this.#write();
  }

  /** Tells values apart without telling them: the key of the digest is in the file too. */
  version(value: string): string {
    return createHmac('sha256', this.#key).update(value).digest('hex').slice(0, 12);
  }

  #put(key: string, entry: SecretEntry | undefined): void {
    if (entry) this.#entries.set(key, entry);
    else this.#entries.delete(key);
  }

  #write(): void {
    const content = { schemaVersion: 1, key: this.#key, entries: Object.fromEntries(this.#entries) };
    writeFileAtomically(this.#file, `${JSON.stringify(content)}\n`);
  }
}

function keyOf({ service, environment }: Place, name: string): string {
  return `${service}/${environment}/${name}`;
}

interface Content {
  readonly key: string;
  readonly entries: Map<string, SecretEntry>;
}

/** A damaged file is kept under another name: values in it may be wanted back. */
function read(file: string, log: Log): Content {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return empty();
    throw new UserError(
      'local.secrets-unreadable',
      t('Cannot read {0}. Check its permissions, or choose another folder with --data.', file),
      error,
    );
  }
  const content = parse(source);
  if (content) return content;
  const aside = `${file}.corrupt-${Date.now()}`;
  renameSync(file, aside);
  log.error(`The file of secrets is damaged and was moved to ${aside}; secrets must be set again.`);
  return empty();
}

function empty(): Content {
  return { key: randomBytes(32).toString('base64url'), entries: new Map() };
}

function parse(source: string): Content | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    return undefined;
  }
  const key = text(member(parsed, 'key'));
  const entries = member(parsed, 'entries');
  if (key === undefined || !isObject(entries)) return undefined;
  return { key, entries: new Map(Object.entries(entries).filter(isEntry)) };
}

function isEntry(item: [string, unknown]): item is [string, SecretEntry] {
  const [, entry] = item;
  return (
    text(member(entry, 'value')) !== undefined &&
    text(member(entry, 'updatedAt')) !== undefined &&
    text(member(member(entry, 'updatedBy'), 'id')) !== undefined
  );
}
