import type { FieldPath, FormSchema, GroupField } from '../../model/form/field.js';
import { answerOf, groupOf, initialValue, masked, schemaOf, withoutSecrets } from '../../model/form/form.js';
import { isSchema } from '../../model/form/schemaParts.js';
import { catalogKinds, type CatalogEntry, type CatalogPort } from '../../model/liveNames.js';
import { UserError } from '../../model/errors.js';
import { t } from '../../base/l10n.js';
import { liveNames } from '../../platform/names/liveNames.js';
import type { CommandContext } from '../commands/context.js';
import type { Connection } from '../session/connection.js';
import type { Form } from './form.js';

const mostNames = 50;

export type FormContext = Pick<CommandContext, 'language' | 'prompts' | 'pages' | 'drafts'>;

export interface FieldFault {
  readonly path: FieldPath;
  readonly message: string;
}

/** What the two ways to ask a form share: its fields, its draft, the check by the language server, live names. */
export class FormHost {
  readonly form: Form;
  readonly schema: FormSchema;
  readonly group: GroupField;
  readonly #context: FormContext;
  readonly #names: CatalogPort;

  constructor(context: FormContext, { platform }: Connection, form: Form) {
    this.#context = context;
    this.form = form;
    this.schema = schemaOf(form.steps);
    this.group = groupOf(this.schema);
    this.#names = liveNames(platform);
  }

  /** What it begins with: the draft of last time before what is given and the defaults. */
  value(): Readonly<Record<string, unknown>> {
    const beginning = initialValue(this.group);
    return {
      ...(isSchema(beginning) ? beginning : {}),
      ...this.form.given,
      ...this.#context.drafts.find(this.form.key),
    };
  }

  async keepDraft(value: unknown): Promise<void> {
    await this.#context.drafts.keep(this.form.key, withoutSecrets(this.group, value));
  }

  async dropDraft(): Promise<void> {
    await this.#context.drafts.drop(this.form.key);
  }

  /** Asks the language server: no schema is interpreted here, and no secret leaves. Throws `UserError` for a bad schema. */
  async check(value: unknown): Promise<readonly FieldFault[]> {
    const { faults, refusal } = await this.#context.language.request('goldenPath/validateValue', {
      schema: this.schema,
      value: masked(this.group, value),
    });
    if (refusal !== undefined) {
      throw new UserError('form.schema', t('The platform sent a form that cannot be used: {0}', refusal));
    }
    // Of a secret the check knows only that it is there.
    const given = answerOf(this.group, value).secrets;
    return faults.filter(({ path }) => !Object.hasOwn(given, path.join('.')));
  }

  async names(kind: unknown, prefix: string): Promise<readonly CatalogEntry[]> {
    const known = catalogKinds.find((each) => each === kind);
    if (!known) return [];
    return (await this.#names.query({ kind: known, prefix, limit: mostNames }))?.entries ?? [];
  }
}
