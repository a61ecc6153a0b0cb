import type { Environment, ServiceEnvironment } from '../../model/catalog.js';
import type { Deployment, Operation, Plan } from '../../model/delivery.js';
import type { LogLine } from '../../model/platform.js';
import type { PlatformEvent } from '../../model/platformEvent.js';

/** What was found out, or why it could not be: unknown is never taken for a fault. */
export type Fact<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly why: string };

/** What the manifest's own check says. */
export interface ManifestFact {
  readonly errors: number;
  /** Of the first error. */
  readonly message?: string;
  /** For a person, e.g. `shop/platform.yaml:7`. */
  readonly place?: string;
}

/** What the platform answers to whether the caller may deploy. */
export interface AccessFact {
  readonly decision: boolean;
  readonly state?: string;
  readonly reason?: string;
}

/** Everything that the search for a cause goes by; gathered first, so that the search itself is pure. */
export interface WhyFacts {
  readonly service: string;
  readonly environment: string;
  readonly manifest: Fact<ManifestFact>;
  readonly access: Fact<AccessFact>;
  readonly place: Fact<ServiceEnvironment | undefined>;
  readonly target: Fact<Environment>;
  /** What is under way there. */
  readonly operation: Fact<Operation | undefined>;
  readonly plan: Fact<Plan>;
  /** The latest one. */
  readonly deployment: Fact<Deployment | undefined>;
  /** Newest first. */
  readonly events: Fact<readonly PlatformEvent[]>;
  /** Oldest first. */
  readonly logs: Fact<readonly LogLine[]>;
}
