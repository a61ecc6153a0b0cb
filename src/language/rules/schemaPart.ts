import type { Path } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import type { Kind } from '../kinds/kind.js';
import type { JsonSchema } from '../schema/jsonSchema.js';
import type { PreparedSchema } from '../schema/prepared.js';
import { validateValue } from '../schema/validate.js';
import type { Finding } from './finding.js';
import { describeFault } from './schemaMessages.js';

/** What a schema of its own says about one part of a document; nothing when the part is too much work to check. */
export function partFindings(
  document: YamlDocument,
  kind: Kind,
  path: Path,
  schema: PreparedSchema,
  value: unknown,
): Finding[] {
  const { faults, isComplete } = validateValue(schema, value);
  if (!isComplete) return [];
  const whole: Kind = { ...kind, schema: wrapped(schema.root, path) };
  return faults.map((fault) => describeFault(document, whole, { ...fault, path: [...path, ...fault.path] }));
}

/** The schema of a document of which only one part is told. */
function wrapped(part: JsonSchema, path: Path): JsonSchema {
  return [...path]
    .reverse()
    .reduce<JsonSchema>(
      (inner, step) => (typeof step === 'number' ? { items: inner } : { properties: { [step]: inner } }),
      part,
    );
}
