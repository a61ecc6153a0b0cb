import { delay } from '../../base/abort.js';
import type { SloSummary } from '../../model/catalog.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { CatalogEntry, Metrics } from '../../model/engine.js';
import { PlatformError } from '../../model/errors.js';
import type { Part } from './part.js';

type Summaries = ReadonlyMap<string, SloSummary>;

const freshMs = 60_000;
const longestRestMs = 10 * 60_000;
/** So long a picture of services waits for their objectives. */
const promptMs = 300;
const none: Summaries = new Map();

/** How the objectives of services fare: asked at most once a minute, less often while the metrics are away. */
export class SloSummaries {
  readonly #part: Part;
  readonly #metrics: Metrics;
  readonly #clock: Clock;
  readonly #changed: (services: readonly string[]) => void;
  readonly #entries = new Map<string, CatalogEntry>();
  #known: ReadonlyMap<string, Summaries> = new Map();
  /** Services that are asked for the first time now. */
  readonly #awaited = new Set<string>();
  #readAt = -Infinity;
  #failures = 0;
  #restUntil = -Infinity;
  #reading: Promise<void> | undefined;

  /** `changed` is called with the services that read otherwise now than when they were asked for. */
  constructor(
    part: Part,
    metrics: Metrics,
    changed: (services: readonly string[]) => void,
    clock: Clock = systemClock,
  ) {
    this.#part = part;
    this.#metrics = metrics;
    this.#changed = changed;
    this.#clock = clock;
  }

  /** What is known of services; those that were never asked for are waited for a moment. Never rejects, but for `AbortError`. */
  async of(entries: readonly CatalogEntry[], signal?: AbortSignal): Promise<ReadonlyMap<string, Summaries>> {
    for (const entry of entries) this.#entries.set(entry.service, entry);
    const unknown = entries.filter(({ service }) => !this.#known.has(service) && !this.#awaited.has(service));
    if (this.#clock.now() >= this.#restUntil) {
      if (unknown.length > 0) await this.#promptly(unknown, signal);
      else if (this.#awaited.size === 0 && this.#clock.now() - this.#readAt >= freshMs) this.#refresh();
    }
    return this.#known;
  }

  /** Waits a moment; what comes later is told as a change. */
  async #promptly(entries: readonly CatalogEntry[], signal?: AbortSignal): Promise<void> {
    const before = this.#known;
    const moment = new AbortController();
    let isLate = false;
    for (const { service } of entries) this.#awaited.add(service);
    const reading = this.#read(entries, signal).finally(() => {
      for (const { service } of entries) this.#awaited.delete(service);
      if (isLate) this.#tell(before, entries);
    });
    reading.catch(() => undefined);
    await Promise.race([reading, delay(promptMs, moment.signal)]);
    isLate = true;
    moment.abort();
  }

  #refresh(): void {
    if (this.#reading) return;
    const before = this.#known;
    const entries = [...this.#entries.values()];
    this.#reading = this.#read(entries)
      .then(() => this.#tell(before, entries))
      .catch(() => undefined)
      .finally(() => (this.#reading = undefined));
  }

  async #read(entries: readonly CatalogEntry[], signal?: AbortSignal): Promise<void> {
    const call = signal ? { signal } : {};
    try {
      await this.#part.ask(
        async () => this.#take(entries, await this.#metrics.summaries(entries, call)),
        signal,
      );
    } catch (error) {
      signal?.throwIfAborted();
      this.#failures++;
      const asked = PlatformError.is(error) ? (error.retryAfterMs ?? 0) : 0;
      const rest = Math.min(freshMs * 2 ** (this.#failures - 1), longestRestMs);
      this.#restUntil = this.#clock.now() + Math.max(asked, rest);
    }
  }

  /** Also of an answer that nobody waits for any more. */
  #take(entries: readonly CatalogEntry[], found: ReadonlyMap<string, Summaries>): void {
    const next = new Map(this.#known);
    for (const { service } of entries) next.set(service, found.get(service) ?? none);
    this.#known = next;
    this.#readAt = this.#clock.now();
    this.#failures = 0;
    this.#restUntil = -Infinity;
  }

  #tell(before: ReadonlyMap<string, Summaries>, entries: readonly CatalogEntry[]): void {
    const changed = entries
      .map(({ service }) => service)
      .filter((service) => textOf(before.get(service)) !== textOf(this.#known.get(service)));
    if (changed.length > 0) this.#changed(changed);
  }
}

function textOf(summaries: Summaries = none): string {
  return JSON.stringify([...summaries]);
}
