import type { Path } from '../documents/lookup.js';
import { asMap } from '../documents/yamlDocument.js';
import type { Severity } from '../rules/severity.js';

/** Is told what could not be carried, or was carried in another way. */
export type Tell = (path: Path, reason: string, severity: Severity) => void;

/**
 * A value of a document that remembers which of its parts were used, so that none is lost without a word: what nobody
 * took is noted by `rest`.
 */
export class Reader {
  readonly value: unknown;
  readonly path: Path;
  readonly #tell: Tell;
  readonly #taken = new Map<string, Reader | undefined>();

  constructor(value: unknown, path: Path, tell: Tell) {
    this.value = value;
    this.path = path;
    this.#tell = tell;
  }

  has(key: string): boolean {
    const map = asMap(this.value);
    return map !== undefined && Object.hasOwn(map, key) && map[key] !== null && map[key] !== undefined;
  }

  /** The map under a key, or an empty one; a value of another type is left to `rest`. */
  map(key: string): Reader {
    const value = this.#value(key);
    return this.#child(key, asMap(value) ?? {}, asMap(value) !== undefined);
  }

  /** The items of the list under a key. */
  list(key: string): Reader[] {
    const value = this.#value(key);
    if (!Array.isArray(value)) return [];
    const list = this.#child(key, value, true);
    return value.map((item: unknown, index) => list.#child(String(index), item, true));
  }

  /** What a map has, by key. */
  entries(): [string, Reader][] {
    const map = asMap(this.value) ?? {};
    return Object.keys(map).map((key) => [key, this.#child(key, map[key], true)]);
  }

  text(key: string): string | undefined {
    const value = this.#value(key);
    if (typeof value === 'string') this.take(key);
    return typeof value === 'string' ? value : undefined;
  }

  whole(key: string): number | undefined {
    const value = this.#value(key);
    if (!Number.isInteger(value)) return undefined;
    this.take(key);
    return value as number;
  }

  /** Whether a key says yes, in the words of YAML 1.1 too; anything else than yes or no is left to `rest`. */
  flag(key: string): boolean {
    const words = /^(?:(true|yes|on)|false|no|off)$/i.exec(String(this.#value(key)));
    if (words) this.take(key);
    return words?.[1] !== undefined;
  }

  /** Takes whatever stands under the keys; returns the value under the first. */
  take(key: string, ...more: readonly string[]): unknown {
    for (const one of [key, ...more]) if (this.has(one)) this.#taken.set(one, undefined);
    return this.#value(key);
  }

  /** Takes what stands under a key, and notes why it goes no further. Nothing where nothing stands. */
  drop(key: string, reason: string, severity: Severity = 'warning'): void {
    if (!this.has(key)) return;
    this.take(key);
    this.#tell([...this.path, key], reason, severity);
  }

  note(reason: string, severity: Severity = 'warning'): void {
    this.#tell(this.path, reason, severity);
  }

  /** Notes every part that nobody took, and those of the parts that were taken in pieces. */
  rest(reasonFor: (key: string) => string): void {
    const map = asMap(this.value);
    for (const key of map ? Object.keys(map) : []) {
      if (!this.#taken.has(key) && this.has(key)) this.drop(key, reasonFor(key));
    }
    for (const part of this.#taken.values()) part?.rest(reasonFor);
  }

  #value(key: string): unknown {
    return this.has(key) ? asMap(this.value)?.[key] : undefined;
  }

  #child(key: string, value: unknown, isPart: boolean): Reader {
    const known = this.#taken.get(key);
    if (known) return known;
    const child = new Reader(value, [...this.path, key], this.#tell);
    if (isPart) this.#taken.set(key, child);
    return child;
  }
}
