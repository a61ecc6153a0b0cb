import type { JsonSchema, SchemaPart } from './jsonSchema.js';
import type { Deprecation, InstancePath, SchemaFault } from './prepared.js';

/** A value in the tree that is checked, with the way to it. */
export interface Spot {
  readonly value: unknown;
  readonly parent: Spot | undefined;
  readonly step: string | number;
}

export function below(parent: Spot, step: string | number, value: unknown): Spot {
  return { value, parent, step };
}

export function pathOf(spot: Spot): InstancePath {
  const path: (string | number)[] = [];
  for (let at = spot; at.parent; at = at.parent) path.push(at.step);
  return path.reverse();
}

/** Which keys and items of one value some schema has looked at: what `unevaluated…` is about. */
export interface Seen {
  readonly keys: Set<string>;
  readonly items: Set<number>;
}

export function nothingSeen(): Seen {
  return { keys: new Set(), items: new Set() };
}

export function addSeen(to: Seen | undefined, from: Seen | undefined): void {
  if (!to || !from) return;
  for (const key of from.keys) to.keys.add(key);
  for (const item of from.items) to.items.add(item);
}

/** What one try to fit a value to a schema finds. */
export interface Found {
  readonly faults: SchemaFault[];
  readonly deprecated: Deprecation[];
  /** Only whether the value fits is asked: the first fault ends the try. */
  readonly isTrial: boolean;
}

export function newFound(isTrial: boolean): Found {
  return { faults: [], deprecated: [], isTrial };
}

/** More faults than anybody is shown. */
const mostFaults = 1000;

/** Whether nothing that is still to come can matter. */
export function isSettled({ faults, isTrial }: Found): boolean {
  return faults.length >= (isTrial ? 1 : mostFaults);
}

/** Checks a value against a schema: what a keyword does calls it again for the schemas and values inside. */
export type Evaluate = (part: SchemaPart, spot: Spot, found: Found, seen?: Seen) => void;

/** One schema and the value it is applied to, as the keywords get them. */
export interface Task {
  readonly evaluate: Evaluate;
  readonly spend: (steps: number) => void;
  readonly schema: JsonSchema;
  readonly spot: Spot;
  readonly found: Found;
  /** Kept only where `unevaluated…` asks for it. */
  readonly seen: Seen | undefined;
}

/** The work was more than one document may make. */
export class OutOfBudget extends Error {}

/** What one check may cost. A step is about a tenth of a microsecond. */
export class Budget {
  #steps: number;
  #depth = 0;
  readonly #deepest: number;

  constructor(steps: number, deepest = 1500) {
    this.#steps = steps;
    this.#deepest = deepest;
  }

  readonly spend = (steps: number): void => {
    this.#steps -= steps;
    if (this.#steps < 0) throw new OutOfBudget();
  };

  enter(): void {
    this.spend(1);
    if (++this.#depth > this.#deepest) throw new OutOfBudget();
  }

  leave(): void {
    this.#depth--;
  }
}
