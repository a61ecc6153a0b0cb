import type { Field, FieldPath } from '../../model/form/field.js';
import { at } from '../../model/form/formValue.js';
import { partsAt, readRepositoryUrl } from '../../model/form/repositoryUrl.js';

/** What the controls of a form work with. */
export interface FormState {
  readonly value: unknown;
  /** The person changed a value. */
  change(path: FieldPath, value: unknown): void;
  /** Names that the platform knows. */
  names(kind: string, prefix: string): Promise<readonly { readonly name: string; readonly title?: string }[]>;
  /** The branch that the person chose where the values do not tell. */
  readonly branches: Map<string, number>;
  /** Draws the form anew. */
  redraw(focus?: string): void;
}

/** Which controls there are for a value: a form is drawn anew only when this changes. */
export function shapeOf(field: Field, state: Pick<FormState, 'value' | 'branches'>): string {
  const own = at(state.value, field.path);
  switch (field.kind) {
    case 'group':
      return `{${field
        .fields(own)
        .map((inner) => `${String(inner.path.at(-1))}${inner.isRequired ? '!' : ''}:${shapeOf(inner, state)}`)
        .join()}}`;
    case 'list':
      return `[${(Array.isArray(own) ? own : []).map((_, index) => shapeOf(field.item(index), state)).join()}]`;
    case 'map':
      return `<${Object.keys(typeof own === 'object' && own !== null ? own : {}).join()}>`;
    case 'union': {
      const index = branchAt(field, state);
      const branch = field.branches[index];
      return `${String(index)}|${branch ? shapeOf(branch.field, state) : ''}`;
    }
    case 'repository':
      return `repository:${partsAt(readRepositoryUrl(typeof own === 'string' ? own : '').host).join()}`;
    default:
      return field.kind;
  }
}

/** The branch of a union that is shown. */
export function branchAt(
  field: Extract<Field, { readonly kind: 'union' }>,
  { value, branches }: Pick<FormState, 'value' | 'branches'>,
): number {
  return branches.get(field.path.join('/')) ?? field.branchOf(at(value, field.path));
}
