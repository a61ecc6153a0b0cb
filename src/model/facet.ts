/** How many services have each value of a field. */
export interface Facet {
  /** What is counted by, e.g. owner. */
  readonly field: string;
  readonly values: readonly FacetValue[];
  /** True when there are more values than are listed. */
  readonly truncated?: boolean;
}

export interface FacetValue {
  /** Absent for the services without one. */
  readonly value?: string;
  readonly title?: string;
  readonly count: number;
}
