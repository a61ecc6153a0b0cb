import type { Validate } from '../generated/validators.js';
import type { JsonSchema } from '../schema/jsonSchema.js';

/** Everything the service knows of one kind of document. */
export interface Kind {
  readonly name: string;
  readonly apiVersion: string;
  readonly schema: JsonSchema;
  readonly validate: Validate;
  /** Whether documents carry `kind:`; a Score workload is known by its apiVersion alone. */
  readonly hasKindKey: boolean;
}
