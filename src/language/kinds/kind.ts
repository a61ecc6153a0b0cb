import type { JsonSchema } from '../schema/jsonSchema.js';
import type { Validation } from '../schema/prepared.js';

/** Everything the service knows of one kind of document. */
export interface Kind {
  readonly name: string;
  readonly apiVersion: string;
  readonly schema: JsonSchema;
  /** What the schema says of a document. */
  readonly validate: (value: unknown) => Validation;
  /** Whether documents carry `kind:`; a Score workload is known by its apiVersion alone. */
  readonly hasKindKey: boolean;
}
