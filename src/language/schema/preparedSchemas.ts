import { prepareSchema } from './prepare.js';
import type { Preparation } from './prepared.js';

const mostRemembered = 200;
const known = new Map<string, Promise<Preparation>>();

/** Makes a schema ready that stands in a manifest; one that has been seen is ready at once. */
export function preparedSchema(schema: unknown): Promise<Preparation> {
  const identity = JSON.stringify(schema);
  const before = known.get(identity);
  if (before) return before;
  if (known.size >= mostRemembered) known.clear();
  const made = prepareSchema(schema);
  known.set(identity, made);
  return made;
}
