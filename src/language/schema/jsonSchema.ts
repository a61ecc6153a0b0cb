/** A schema, or `true` for any value, or `false` for none. */
export type SchemaPart = JsonSchema | boolean;

type Parts = Readonly<Record<string, SchemaPart>>;

/**
 * JSON Schema, draft-07 and 2020-12 together, with OpenAPI's, Kubernetes' and the editors' additions. Where the drafts
 * use one name for two things (`items`), both are possible.
 */
export interface JsonSchema extends Identity, Applicators, Assertions, Annotations, Kubernetes {}

interface Identity {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $anchor?: string;
  readonly $dynamicAnchor?: string;
  readonly $ref?: string;
  /** Read as `$ref`. */
  readonly $dynamicRef?: string;
  readonly $defs?: Parts;
  readonly definitions?: Parts;
}

interface Applicators {
  readonly allOf?: readonly SchemaPart[];
  readonly anyOf?: readonly SchemaPart[];
  readonly oneOf?: readonly SchemaPart[];
  readonly not?: SchemaPart;
  readonly if?: SchemaPart;
  readonly then?: SchemaPart;
  readonly else?: SchemaPart;
  readonly dependentSchemas?: Parts;
  /** Draft-07: a schema, or the keys that are required. */
  readonly dependencies?: Readonly<Record<string, SchemaPart | readonly string[]>>;
  readonly properties?: Parts;
  readonly patternProperties?: Parts;
  readonly additionalProperties?: SchemaPart;
  readonly unevaluatedProperties?: SchemaPart;
  readonly propertyNames?: SchemaPart;
  readonly prefixItems?: readonly SchemaPart[];
  /** An array in draft-07, where 2020-12 says `prefixItems`. */
  readonly items?: SchemaPart | readonly SchemaPart[];
  readonly additionalItems?: SchemaPart;
  readonly unevaluatedItems?: SchemaPart;
  readonly contains?: SchemaPart;
}

interface Assertions {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly pattern?: string;
  readonly format?: string;
  /** OpenAPI 3.0; preparing a schema turns it into a type. */
  readonly nullable?: boolean;
}

interface Annotations {
  readonly title?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly deprecated?: boolean;
  readonly deprecationMessage?: string;
  /** Never offered by completion. */
  readonly doNotSuggest?: boolean;
  readonly defaultSnippets?: readonly DefaultSnippet[];
  /** What to say instead of our sentence, for any fault of the value. */
  readonly errorMessage?: string;
  readonly patternErrorMessage?: string;
}

/** What completion offers whole. */
export interface DefaultSnippet {
  readonly label?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
  /** A value whose texts may hold places of an LSP snippet. */
  readonly body?: unknown;
  readonly bodyText?: string;
}

interface Kubernetes {
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
}

/** A rule that only the cluster evaluates: shown as text. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
}
