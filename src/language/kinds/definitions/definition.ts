import type { PrepareOptions } from '../../schema/prepared.js';

/** A kind as a schema file, a CustomResourceDefinition or a platform defines it. */
export interface KindDefinition {
  readonly apiVersion: string;
  readonly kind: string;
  /** JSON Schema of a whole document of the kind. */
  readonly schema: unknown;
  readonly dialect: NonNullable<PrepareOptions['dialect']>;
  /** What the definition says when this version should no longer be used. */
  readonly deprecation?: string;
}
