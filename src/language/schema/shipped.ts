import { schemas } from '../generated/schemas.js';
import type { JsonSchema } from './jsonSchema.js';
import { isLinked, openLinks } from './links.js';
import { nativePattern } from './patterns.js';
import type { Validation } from './prepared.js';
import { References, type Placed } from './references.js';
import { validateValue } from './validate.js';

let isRead = false;

/** Links the shipped schemas, which refer to each other, when the first of them is looked into. */
export function ensureLinked(schema: JsonSchema): void {
  if (isRead || isLinked(schema)) return;
  isRead = true;
  linkTogether(Object.values(schemas));
}

/** Links schemas that come with the product and refer to each other by `$id`; their patterns are known to be linear. */
export function linkTogether(roots: readonly JsonSchema[]): void {
  const references = new References();
  const placed = roots.flatMap((root) => references.add(root, root.$id));
  for (const one of placed) linkOne(one, references);
}

function linkOne({ schema, base }: Placed, references: References): void {
  const links = openLinks(schema);
  if (schema.$ref !== undefined) {
    const found = references.resolve(schema.$ref, base);
    if (found.is === 'found') links.target = found.part;
  }
  if (schema.pattern !== undefined) links.pattern = nativePattern(schema.pattern);
  const named = Object.entries(schema.patternProperties ?? {});
  if (named.length > 0) {
    links.named = named.map(([source, part]) => ({ pattern: nativePattern(source), part }));
  }
}

/** Our own schemas ask for few steps a value, and documents have a limit of their own: this is never reached. */
const steps = 100_000_000;

/** Checks plain data against a shipped schema. */
export function validateShipped(schema: JsonSchema, value: unknown): Validation {
  ensureLinked(schema);
  return validateValue({ root: schema }, value, steps);
}
