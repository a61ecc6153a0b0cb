import type { Store } from '../session/memory.js';

export const scopes = ['workspace', 'mine', 'all'] as const;
/** Which services are shown: those whose source is open here, those of the person, or every one. */
export type Scope = (typeof scopes)[number];

export const groupings = ['none', 'owner', 'system', 'environment', 'tier', 'health'] as const;
/** What services are put together by. */
export type Grouping = (typeof groupings)[number];

/** How a person wants the Services view. */
export interface Arrangement {
  readonly scope: Scope;
  readonly grouping: Grouping;
  /** Words that all must match; empty for no filter. */
  readonly filter: string;
  /** Services that come first and are shown in every scope. */
  readonly pins: readonly string[];
}

export const plainArrangement: Arrangement = { scope: 'all', grouping: 'none', filter: '', pins: [] };

/** The arrangement of the Services view, for commands. */
export interface ServicesArrangement {
  readonly arrangement: Arrangement;
  arrange(changes: Partial<Arrangement>): Promise<void>;
  /** How many services a filter leaves of how many. */
  countOf(filter: string): { readonly shown: number; readonly total: number };
}

const key = 'goldenPath.servicesArrangement';

/** The arrangement of this workspace, kept over restarts; what was written by another version reads as plain. */
export class ArrangementMemory {
  readonly #store: Store;
  #current: Arrangement;

  constructor(store: Store) {
    this.#store = store;
    this.#current = arrangementIn(store.get(key));
  }

  get current(): Arrangement {
    return this.#current;
  }

  async change(changes: Partial<Arrangement>): Promise<void> {
    this.#current = { ...this.#current, ...changes };
    await this.#store.update(key, this.#current);
  }
}

function arrangementIn(value: unknown): Arrangement {
  if (typeof value !== 'object' || value === null) return plainArrangement;
  const kept = value as Readonly<Record<string, unknown>>;
  const pins = Array.isArray(kept['pins']) ? kept['pins'] : [];
  return {
    scope: scopes.find((scope) => scope === kept['scope']) ?? plainArrangement.scope,
    grouping: groupings.find((grouping) => grouping === kept['grouping']) ?? plainArrangement.grouping,
    filter: typeof kept['filter'] === 'string' ? kept['filter'] : '',
    pins: pins.filter((pin) => typeof pin === 'string'),
  };
}
