import type { SloSummary } from '../../model/catalog.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { CatalogEntry, Metrics } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { Part } from './part.js';

type Summaries = ReadonlyMap<string, SloSummary>;

const freshMs = 60_000;
const longestRestMs = 10 * 60_000;
const none: Summaries = new Map();

/** How the objectives of services fare: asked at most once a minute, less often while the metrics are away. */
export class SloSummaries {
  readonly #part: Part;
  readonly #metrics: Metrics;
  readonly #clock: Clock;
  readonly #changed: () => void;
  readonly #entries = new Map<string, CatalogEntry>();
  #known = new Map<string, Summaries>();
  #readAt = -Infinity;
  #failures = 0;
  #restUntil = -Infinity;
  #reading: Promise<void> | undefined;

  /** `changed` is called when what was asked for before reads otherwise now. */
  constructor(part: Part, metrics: Metrics, changed: () => void, clock: Clock = systemClock) {
    this.#part = part;
    this.#metrics = metrics;
    this.#changed = changed;
    this.#clock = clock;
  }

  /** What is known of services; those that were never asked for are waited for. Never rejects, but for `AbortError`. */
  async of(entries: readonly CatalogEntry[], signal?: AbortSignal): Promise<ReadonlyMap<string, Summaries>> {
    for (const entry of entries) this.#entries.set(entry.service, entry);
    const unknown = entries.filter(({ service }) => !this.#known.has(service));
    if (this.#clock.now() >= this.#restUntil) {
      if (unknown.length > 0) await this.#read(unknown, signal);
      else if (this.#clock.now() - this.#readAt >= freshMs) this.#refresh();
    }
    return this.#known;
  }

  #refresh(): void {
    if (this.#reading) return;
    const before = this.#known;
    this.#reading = this.#read([...this.#entries.values()])
      .then(() => {
        if (textOf(before) !== textOf(this.#known)) this.#changed();
      })
      .catch(() => undefined)
      .finally(() => (this.#reading = undefined));
  }

  async #read(entries: readonly CatalogEntry[], signal?: AbortSignal): Promise<void> {
    const call = signal ? { signal } : {};
    try {
      const found = await this.#part.ask(() => this.#metrics.summaries(entries, call), signal);
      const next = new Map(this.#known);
      for (const { service } of entries) next.set(service, found.get(service) ?? none);
      this.#known = next;
      this.#readAt = this.#clock.now();
      this.#failures = 0;
    } catch (error) {
      signal?.throwIfAborted();
      this.#failures++;
      const asked = PlatformError.is(error) ? (error.retryAfterMs ?? 0) : 0;
      const rest = Math.min(freshMs * 2 ** (this.#failures - 1), longestRestMs);
      this.#restUntil = this.#clock.now() + Math.max(asked, rest);
    }
  }
}

function textOf(known: ReadonlyMap<string, Summaries>): string {
  return JSON.stringify([...known].map(([service, summaries]) => [service, [...summaries]]));
}
