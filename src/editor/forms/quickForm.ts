import { t } from '../../base/l10n.js';
import type { Field } from '../../model/form/field.js';
import { at, withValue } from '../../model/form/formValue.js';
import type { Choice, Prompts } from '../prompts.js';
import type { FormHost } from './formHost.js';

/** `undefined` when the person turned away; kept apart from an optional field that was left empty. */
type Answer = { readonly value: unknown } | undefined;

/** Asks the fields one after the other, each checked before the next. `undefined` when the person turned away. */
export async function askQuickly(
  prompts: Prompts,
  host: FormHost,
  fields: readonly Field[],
): Promise<unknown> {
  let value: unknown = host.value();
  for (const [index, field] of fields.entries()) {
    const title = `${host.form.title} (${String(index + 1)}/${String(fields.length)})`;
    const answer = await askField(prompts, host, field, title, value);
    if (!answer) return undefined;
    value = withValue(value, field.path, answer.value);
    await host.keepDraft(value);
  }
  return value;
}

async function askField(
  prompts: Prompts,
  host: FormHost,
  field: Field,
  title: string,
  value: unknown,
): Promise<Answer> {
  switch (field.kind) {
    case 'choice':
      return pick(prompts, field, title, [
        ...field.options.map((option) => ({ ...option, value: { value: option.value } })),
        ...(field.isRequired ? [] : [{ label: t('(none)'), value: { value: undefined } }]),
      ]);
    case 'flag': {
      const yesFirst = at(value, field.path) === true;
      const yes = { label: t('Yes'), value: { value: true } };
      const no = { label: t('No'), value: { value: false } };
      return pick(prompts, field, title, yesFirst ? [yes, no] : [no, yes]);
    }
    case 'text':
      if (field.names !== undefined) {
        const names = await host.names(field.names, '');
        if (names.length > 0) {
          const other = { label: t('Other…'), icon: 'edit', value: { value: otherName } };
          const known = names.map((entry) => ({
            label: entry.name,
            ...(entry.title !== undefined && { description: entry.title }),
            value: { value: entry.name },
          }));
          const picked = await pick(prompts, field, title, [...known, other]);
          if (picked?.value !== otherName) return picked;
        }
      }
      return askText(prompts, host, field, title, value);
    default:
      return askText(prompts, host, field, title, value);
  }
}

const otherName = Symbol('other');

function pick(
  prompts: Prompts,
  field: Field,
  title: string,
  choices: readonly Choice<{ readonly value: unknown }>[],
): Promise<Answer> {
  return prompts.pick<{ readonly value: unknown }>({
    id: `form.${field.path.join('.')}`,
    title,
    placeholder: field.description ?? field.title,
    patient: true,
    choices,
  });
}

async function askText(
  prompts: Prompts,
  host: FormHost,
  field: Field,
  title: string,
  value: unknown,
): Promise<Answer> {
  const isSecret = field.kind === 'text' && field.isSecret;
  const before = at(value, field.path);
  const read = (text: string): unknown => {
    if (text === '' && !field.isRequired) return undefined;
    return field.kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))
      ? Number(text)
      : text;
  };
  const typed = await prompts.input({
    id: `form.${field.path.join('.')}`,
    title,
    prompt: field.description === undefined ? field.title : `${field.title}: ${field.description}`,
    secret: isSecret,
    ...(field.kind === 'text' && field.example !== undefined && { placeholder: field.example }),
    ...(typeof before === 'string' || typeof before === 'number' ? { value: String(before) } : {}),
    check: async (text) => {
      if (isSecret) return field.isRequired && text === '' ? t('This is needed.') : undefined;
      const place = field.path.join('.');
      const faults = await host.check(withValue(value, field.path, read(text)));
      return faults.find(({ path }) => path.join('.') === place)?.message;
    },
  });
  return typed === undefined ? undefined : { value: read(typed) };
}
