import type { Actor } from './actor.js';
import type { Link, Permission } from './catalog.js';

/** One page of a form: a JSON Schema (2020-12) of type object. */
export interface FormStep {
  readonly title?: string;
  readonly description?: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** A golden path on offer: what a new service is made from. */
export interface Template {
  readonly name: string;
  readonly version: string;
  readonly title?: string;
  readonly description?: string;
  readonly owner?: string;
  readonly type?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly FormStep[];
  /** Kinds of manifests that it makes. */
  readonly produces?: readonly string[];
  readonly links?: readonly Link[];
  readonly permissions?: readonly Permission[];
}

/** What can be provisioned. */
export interface ResourceType {
  readonly type: string;
  readonly title?: string;
  readonly classes?: readonly string[];
  readonly parameters?: readonly FormStep[];
  readonly outputs?: readonly { readonly name: string; readonly sensitive?: boolean }[];
}

/** A scorecard that the platform keeps. */
export interface ScorecardDefinition {
  readonly name: string;
  readonly title?: string;
  /** As in a manifest of kind Scorecard. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Who is on call for a service now. Times are RFC 3339. */
export interface OnCall {
  readonly shifts: readonly {
    readonly who: Actor;
    /** 1 is called first. */
    readonly level?: number;
    readonly end?: string;
    readonly schedule?: string;
  }[];
}
