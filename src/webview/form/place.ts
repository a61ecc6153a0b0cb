import type { FieldPath } from '../../model/form/field.js';

/** The id of the control of a field: the same after the form was drawn anew. */
export function idOf(path: FieldPath, part = 'field'): string {
  return `${part}:${path.map((step) => encodeURIComponent(String(step))).join('/')}`;
}
