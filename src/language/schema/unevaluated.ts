import { below, pathOf, type Task } from './run.js';
import { isMap } from './values.js';

/** `unevaluatedProperties` and `unevaluatedItems` (JSON Schema Core 11): for what no other keyword has looked at. */
export function evaluateUnevaluated({ evaluate, schema, spot, found, seen }: Task): void {
  const { unevaluatedProperties, unevaluatedItems } = schema;
  const { value } = spot;
  if (!seen) return;
  if (unevaluatedProperties !== undefined && isMap(value)) {
    for (const key of Object.keys(value)) {
      if (seen.keys.has(key)) continue;
      seen.keys.add(key);
      if (unevaluatedProperties === false) {
        found.faults.push({ keyword: 'additionalProperties', subject: key, path: pathOf(spot) });
      } else evaluate(unevaluatedProperties, below(spot, key, value[key]), found);
    }
  }
  if (unevaluatedItems !== undefined && Array.isArray(value)) {
    for (const [index, item] of (value as unknown[]).entries()) {
      if (seen.items.has(index)) continue;
      seen.items.add(index);
      evaluate(unevaluatedItems, below(spot, index, item), found);
    }
  }
}
