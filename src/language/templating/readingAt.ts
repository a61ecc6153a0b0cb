import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { lookup, pairOf, spanOf, type Span } from '../documents/lookup.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { readingsBelow, type Reading } from './readings.js';
import { templateAround } from './templateAround.js';

/** The name of a parameter or step at an offset of a scaffolder template. */
export function readingAt(document: YamlDocument, offset: number): Reading | undefined {
  if (!templateAround(document, offset)) return undefined;
  return readingsBelow(document, ['spec']).find(({ span }) => span.start <= offset && offset <= span.end);
}

/** Where the template defines what is read: the key of the form's field, the id of the step. */
export function definitionOf(document: YamlDocument, { of, name }: Reading): Span | undefined {
  const place = lookup(document, ['spec', of])?.value;
  return of === 'steps' ? stepId(place, name) : fieldKey(place, name);
}

function stepId(steps: Node | null | undefined, name: string): Span | undefined {
  if (!isSeq(steps)) return undefined;
  for (const [index, step] of steps.items.entries()) {
    if (!isMap(step)) continue;
    const id = pairOf(step, 'id')?.value;
    if (isScalar(id) && id.value === name) return spanOf(id);
    if (!id && name === `step-${index + 1}`) return spanOf(step.items[0]?.key as Node | undefined);
  }
  return undefined;
}

/** The field of this name, in the first form that has it. */
function fieldKey(form: unknown, name: string, depth = 0): Span | undefined {
  if (depth > 20) return undefined;
  if (isSeq(form)) return firstOf(form.items, (page) => fieldKey(page, name, depth + 1));
  if (!isMap(form)) return undefined;
  const properties = pairOf(form, 'properties')?.value;
  const own = isMap(properties) ? pairOf(properties, name)?.key : undefined;
  if (own) return spanOf(own as Node);
  const others = form.items.filter(({ key }) => isScalar(key) && key.value !== 'properties');
  return firstOf(others, ({ value }) => fieldKey(value, name, depth + 1));
}

function firstOf<T>(items: readonly T[], find: (item: T) => Span | undefined): Span | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}
