import type { CatalogEntry } from '../../model/engine.js';
import type { Slo } from '../../model/slo.js';
import type { Places } from './places.js';
import type { Questions } from './questions.js';

/** An objective as it stands, and how alerts of it are known. */
export interface Finding {
  readonly slo: Slo;
  /** Labels that an alert of it has: all of one of these sets. */
  readonly alertLabels: readonly Readonly<Record<string, string>>[];
  /** The group that a generator of rules writes its alerts into. */
  readonly alertGroup?: string;
}

/** By the catalogue's name of the service. */
export type Findings = ReadonlyMap<string, readonly Finding[]>;

/** What a source of objectives works with. */
export interface Sources {
  readonly questions: Questions;
  readonly places: Places;
  readonly signal: AbortSignal;
  /** Of this look, RFC 3339. */
  readonly at: string;
}

/** One way to know how objectives stand; services that it knows nothing of are absent. */
export type Source = (entries: readonly CatalogEntry[], sources: Sources) => Promise<Findings>;
