import { orAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Clock } from '../../model/clock.js';
import type { CatalogEntry } from '../../model/engine.js';
import type { Finding, Findings, Source } from './finding.js';
import { objectivesAnnotation } from './objective.js';
import { metricsName, type Places } from './places.js';
import type { Questions } from './questions.js';

const keepMs = 60_000;
/** Services in one query: reading an answer about more would hold up whoever shares the thread. */
const mostAtOnce = 500;

interface Kept {
  readonly findings: readonly Finding[];
  readonly until: number;
  /** The look that found it. */
  readonly look: number;
}

interface SloBookOptions {
  /** The first that knows a service is believed. */
  readonly sources: readonly Source[];
  readonly questions: Questions;
  readonly places: Places;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The objectives of services, kept for a minute: one look at a time, for all who wait and all that they miss. */
export class SloBook {
  readonly #options: SloBookOptions;
  /** By what the catalogue says of a service: when it says something else, that is looked at. */
  readonly #kept = new Map<string, Kept>();
  #looks = 0;
  #looking: Promise<void> | undefined;

  constructor(options: SloBookOptions) {
    this.#options = options;
  }

  /** Rejects with `PlatformError` where the server does not answer. */
  async of(entries: readonly CatalogEntry[], { signal, fresh = false }: CallOptions = {}): Promise<Findings> {
    const since = fresh ? this.#looks + 1 : 0;
    for (;;) {
      signal?.throwIfAborted();
      const missing = entries.filter((entry) => !this.#isKnown(entry, since));
      if (missing.length === 0) break;
      const looking = (this.#looking ??= this.#lookAt(missing));
      await (signal ? orAbort(looking, signal) : looking);
    }
    return new Map(entries.map((entry) => [entry.service, this.#kept.get(saidOf(entry))?.findings ?? []]));
  }

  #isKnown(entry: CatalogEntry, since: number): boolean {
    const kept = this.#kept.get(saidOf(entry));
    return kept !== undefined && kept.look >= since && this.#options.clock.now() < kept.until;
  }

  #lookAt(entries: readonly CatalogEntry[]): Promise<void> {
    const looking = this.#look(entries, ++this.#looks).finally(() => (this.#looking = undefined));
    // Who asked may have left meanwhile.
    looking.catch(() => undefined);
    return looking;
  }

  async #look(entries: readonly CatalogEntry[], look: number): Promise<void> {
    const now = this.#options.clock.now();
    for (const [said, { until }] of this.#kept) if (until <= now) this.#kept.delete(said);
    for (let from = 0; from < entries.length; from += mostAtOnce) {
      const some = entries.slice(from, from + mostAtOnce);
      const found = await this.#find(some);
      const until = this.#options.clock.now() + keepMs;
      for (const entry of some) {
        this.#kept.set(saidOf(entry), { findings: found.get(entry.service) ?? [], until, look });
      }
    }
  }

  async #find(entries: readonly CatalogEntry[]): Promise<Findings> {
    const { sources, questions, places, clock, signal } = this.#options;
    const at = new Date(clock.now()).toISOString();
    const found = new Map<string, readonly Finding[]>();
    questions.takeWarnings();
    for (const source of sources) {
      const unknown = entries.filter(({ service }) => !found.has(service));
      if (unknown.length === 0) break;
      for (const [service, findings] of await source(unknown, { questions, places, signal, at })) {
        found.set(service, findings);
      }
    }
    const warnings = questions.takeWarnings();
    if (warnings.length === 0) return found;
    return new Map([...found].map(([service, findings]) => [service, findings.map(warned(warnings))]));
  }
}

/** A warning stands where a person looks: with it a number may be less than all. */
function warned(warnings: readonly string[]): (finding: Finding) => Finding {
  const warning = t('Prometheus warns: {0}', warnings.join('; '));
  return ({ slo, ...rest }) => ({
    ...rest,
    slo: { ...slo, description: [slo.description, warning].filter(Boolean).join(' ') },
  });
}

function saidOf(entry: CatalogEntry): string {
  return JSON.stringify([entry.service, metricsName(entry), entry.annotations?.[objectivesAnnotation]]);
}
