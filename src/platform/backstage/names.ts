import { systemClock, type Clock } from '../../model/clock.js';
import type {
  CatalogAnswer,
  CatalogEntry,
  CatalogKind,
  CatalogQuery,
  LiveNames,
} from '../../model/liveNames.js';
import type { Catalog } from './catalog.js';
import { nameSources, type Names } from './nameSources.js';
import type { Scaffolder } from './scaffolder.js';

/** How long an answer counts as fresh. */
const freshMs = 60_000;
/** After a failure the same is not asked again for so long; what was known goes on being told. */
const pauseMs = 15_000;
/** Answers remembered at a time: a list each, and what was typed. */
const mostKept = 100;

interface Kept {
  readonly names: Names;
  readonly fetchedAt: number;
  readonly failedAt?: number;
}

/**
 * The names in a catalogue of any size: one page of a kind is read and remembered; of a kind that has more, the server
 * is asked for what is typed.
 */
export class BackstageNames implements LiveNames {
  readonly #catalog: Catalog;
  readonly #scaffolder: Scaffolder;
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();
  readonly #reading = new Map<string, Promise<boolean>>();

  constructor(catalog: Catalog, scaffolder: Scaffolder, clock: Clock = systemClock) {
    this.#catalog = catalog;
    this.#scaffolder = scaffolder;
    this.#clock = clock;
  }

  async query({ kind, of = '', prefix = '', limit }: CatalogQuery): Promise<CatalogAnswer | undefined> {
    if (of !== '' || nameSources[kind] === undefined) return undefined;
    const first = await this.#known(kind, '');
    if (!first) return undefined;
    const { kept, isLive } = first;
    const { isComplete } = kept.names;
    const more = isComplete || prefix === '' ? undefined : await this.#known(kind, prefix.toLowerCase());
    const found = more?.kept ?? kept;
    const fitting = found.names.entries.filter((entry) => fits(entry, prefix.toLowerCase()));
    return {
      entries: fitting.slice(0, limit),
      isComplete: isComplete && prefix === '' && fitting.length <= limit,
      fetchedAt: found.fetchedAt,
      isLive: more?.isLive ?? isLive,
    };
  }

  invalidate(): void {
    for (const [key, { names }] of this.#kept) this.#kept.set(key, { names, fetchedAt: 0 });
  }

  async #known(
    kind: CatalogKind,
    typed: string,
  ): Promise<{ readonly kept: Kept; readonly isLive: boolean } | undefined> {
    const key = `${kind} ${typed}`;
    const isLive = await this.#refresh(key, kind, typed);
    const kept = this.#kept.get(key);
    return kept && { kept, isLive };
  }

  async #refresh(key: string, kind: CatalogKind, typed: string): Promise<boolean> {
    const now = this.#clock.now();
    const { fetchedAt = -Infinity, failedAt = -Infinity } = this.#kept.get(key) ?? {};
    if (now - fetchedAt < freshMs) return true;
    if (now - failedAt < pauseMs) return false;
    const reading = this.#reading.get(key) ?? this.#read(key, kind, typed);
    this.#reading.set(key, reading);
    return reading.finally(() => this.#reading.delete(key));
  }

  async #read(key: string, kind: CatalogKind, typed: string): Promise<boolean> {
    const source = nameSources[kind];
    if (!source) return false;
    try {
      const names = await source({ catalog: this.#catalog, scaffolder: this.#scaffolder }, typed);
      this.#keep(key, { names, fetchedAt: this.#clock.now() });
      return true;
    } catch {
      const before = this.#kept.get(key);
      if (before) this.#keep(key, { ...before, failedAt: this.#clock.now() });
      return false;
    }
  }

  #keep(key: string, kept: Kept): void {
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** A reference is begun by its kind, by its namespace, or by its name. */
function fits({ name, title = '' }: CatalogEntry, typed: string): boolean {
  const full = name.toLowerCase();
  const [, path = full] = /^[a-z]+:(.+)$/.exec(full) ?? [];
  const last = path.slice(path.lastIndexOf('/') + 1);
  return [full, path, last, title.toLowerCase()].some((word) => word.startsWith(typed));
}
