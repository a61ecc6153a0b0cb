import type { FormAnswer } from '../../model/form/form.js';
import type { FormStep } from '../../model/offer.js';
import type { Connection } from '../session/connection.js';

/** Something to be filled in, generated from JSON Schemas. */
export interface Form {
  /** Of the draft and of the page: one each, made by `formKey`, so that the page comes back after a reload. */
  readonly key: string;
  readonly title: string;
  readonly intro?: string;
  readonly steps: readonly FormStep[];
  /** What the button that sends it says. */
  readonly submit: string;
  /** What fields begin with in place of their defaults. */
  readonly given?: Readonly<Record<string, unknown>>;
}

/**
 * What is done with what was filled in. `false` when the person turned away: the form stays as it is. Throws for the
 * person; then the form stays too.
 */
export type UseAnswer = (answer: FormAnswer, signal: AbortSignal) => Promise<boolean>;

/** A form, whose platform it is for, and what is done with it. */
export interface FormTask {
  readonly connection: Connection;
  readonly form: Form;
  readonly use: UseAnswer;
}

/** What a form is of. `reopenForm` finds each again. */
export type FormKind = 'template' | 'action' | 'resource' | 'environment' | 'update';

/** What a form is of, in one word each, as its key. */
export function formKey(kind: FormKind, ...subject: readonly string[]): string {
  return JSON.stringify([kind, ...subject]);
}
