import type { JsonSchema } from './jsonSchema.js';

/** Steps to a value from the root of what was checked. */
export type InstancePath = readonly (string | number)[];

/**
 * A schema that is not shipped, ready to be interpreted: within the limits, every reference resolved, every pattern
 * compiled. `prepareSchema` (prepare.ts) makes it; `validateValue` (validate.ts) and `schemasAt` (navigate.ts) use it.
 */
export interface PreparedSchema {
  /** A checked copy of the source: hand it to `schemasAt`, which finds the rest by it. */
  readonly root: JsonSchema;
  /** What of the schema is not applied, one sentence each: shown on the schema, not on manifests. */
  readonly warnings: readonly SchemaWarning[];
}

export interface SchemaWarning {
  /** JSON Pointer into the schema. */
  readonly pointer: string;
  readonly message: string;
}

export type Preparation =
  | { readonly is: 'ready'; readonly schema: PreparedSchema }
  /** Not usable at all; `message` says why in one sentence, `pointer` where. */
  | { readonly is: 'refused'; readonly message: string; readonly pointer: string };

export interface PrepareOptions {
  /**
   * `kubernetes` reads a structural schema of a CRD or XRD: `x-kubernetes-*` apply, and a map with known keys takes no
   * others unless it says so.
   */
  readonly dialect?: 'json-schema' | 'kubernetes';
}

/** What a schema says about a value. */
export interface Validation {
  readonly faults: readonly SchemaFault[];
  /** Keys and values that are there and that the schema calls deprecated, one a key. */
  readonly deprecated: readonly Deprecation[];
  /** `false` when the budget of steps ran out: what was found until then holds. */
  readonly isComplete: boolean;
}

export interface Deprecation {
  readonly path: InstancePath;
  /** The schema's own words. */
  readonly message?: string;
}

interface FaultPlace {
  /** The value that is at fault; the map, where `subject` names one of its keys. */
  readonly path: InstancePath;
  /** What the schema wants said instead of our sentence (`errorMessage`, `patternErrorMessage`). */
  readonly said?: string;
  /** The key at `path` whose name, not value, is at fault (`propertyNames`). */
  readonly nameOf?: string;
}

/** Keywords that compare a length, a count or a number with `limit`. */
export type LimitKeyword =
  | 'minLength'
  | 'maxLength'
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'multipleOf'
  | 'minItems'
  | 'maxItems'
  | 'minProperties'
  | 'maxProperties'
  | 'minContains'
  | 'maxContains';

/** One fault, as neutral as the keyword that found it: faults of compiled and of interpreted schemas are alike. */
export type SchemaFault = FaultPlace &
  (
    | { readonly keyword: 'type'; readonly types: readonly string[] }
    /** `const` is an `enum` of one. */
    | { readonly keyword: 'enum'; readonly allowed: readonly unknown[] }
    | { readonly keyword: LimitKeyword; readonly limit: number }
    | { readonly keyword: 'pattern'; readonly pattern: string }
    | { readonly keyword: 'format'; readonly format: string }
    /** `becauseOf`: the key beside it that makes it necessary (`dependentRequired`). */
    | { readonly keyword: 'required'; readonly subject: string; readonly becauseOf?: string }
    /** A key that the map does not take (`additionalProperties`, `unevaluatedProperties`). */
    | { readonly keyword: 'additionalProperties'; readonly subject: string }
    /** One of `keys` has to be there: no branch of `anyOf` or `oneOf` could be told from the value. */
    | { readonly keyword: 'alternatives'; readonly keys: readonly string[] }
    /** `first` and `second` are positions of equal items; `keys` what they are equal in, when not in all. */
    | {
        readonly keyword: 'uniqueItems';
        readonly first: number;
        readonly second: number;
        readonly keys?: readonly string[];
      }
    /** The value fits what it must not fit; `title` of that. */
    | { readonly keyword: 'not'; readonly title?: string; readonly keys?: readonly string[] }
    /** The value fits more than one branch, and only one is allowed. */
    | { readonly keyword: 'oneOf'; readonly titles: readonly string[]; readonly keys: readonly string[] }
    /** No value is allowed here at all. */
    | { readonly keyword: 'false' }
  );
