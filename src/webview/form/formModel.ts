import type { FieldPath, FormSchema } from '../../model/form/field.js';
import { isSchema } from '../../model/form/schemaParts.js';

/** What the extension sends to be filled in. */
export interface FormModel {
  readonly title: string;
  readonly intro?: string;
  readonly schema: FormSchema;
  /** A draft of last time, or what the form begins with. */
  readonly value: unknown;
  /** What the button that sends it says. */
  readonly submit: string;
}

export interface FieldFault {
  readonly path: FieldPath;
  readonly message: string;
}

export interface NameEntry {
  readonly name: string;
  readonly title?: string;
}

export function readFormModel(model: unknown): FormModel | undefined {
  if (!isSchema(model)) return undefined;
  const { title, intro, schema, value, submit } = model as Partial<Record<keyof FormModel, unknown>>;
  if (typeof title !== 'string' || typeof submit !== 'string' || !isSchema(schema)) return undefined;
  return { title, schema, value, submit, ...(typeof intro === 'string' && { intro }) };
}

export function readFaults(answer: unknown): readonly FieldFault[] {
  return list(answer).flatMap((each) => {
    const { path, message } = each;
    const isPath = Array.isArray(path) && path.every((step) => ['string', 'number'].includes(typeof step));
    return isPath && typeof message === 'string' ? [{ path: path as FieldPath, message }] : [];
  });
}

export function readNames(answer: unknown): readonly NameEntry[] {
  return list(answer).flatMap(({ name, title }) =>
    typeof name === 'string' ? [{ name, ...(typeof title === 'string' && { title }) }] : [],
  );
}

function list(answer: unknown): readonly Partial<Record<string, unknown>>[] {
  return Array.isArray(answer) ? answer.filter(isSchema) : [];
}
