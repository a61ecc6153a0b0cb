import { t } from '../../base/l10n.js';
import type { Field } from '../../model/form/field.js';
import { at, withValue } from '../../model/form/formValue.js';
import type { Choice, InputQuestion, Prompts } from '../prompts.js';
import type { FormHost } from './formHost.js';

/** `undefined` when the person turned away; kept apart from an optional field that was left empty. */
type Answer = { readonly value: unknown } | undefined;

/** What of a form is asked in boxes. */
export type QuickFormHost = Pick<FormHost, 'form' | 'value' | 'keepDraft' | 'check' | 'names'>;

/** Asks the fields one after the other, each checked before the next. `undefined` when the person turned away. */
export async function askQuickly(
  prompts: Prompts,
  host: QuickFormHost,
  fields: readonly Field[],
): Promise<unknown> {
  let value: unknown = host.value();
  for (let index = 0; index < fields.length;) {
    const field = fields[index];
    if (!field) break;
    const turn = { isBack: false };
    const title = `${host.form.title} (${String(index + 1)}/${String(fields.length)})`;
    const back = index > 0 ? { onBack: () => void (turn.isBack = true) } : {};
    const answer = await askField({ prompts, host, field, title, value, back });
    index += turn.isBack ? -1 : 1;
    if (turn.isBack) continue;
    if (!answer) return undefined;
    value = withValue(value, field.path, answer.value);
    await host.keepDraft(value);
  }
  return value;
}

interface Asked {
  readonly prompts: Prompts;
  readonly host: QuickFormHost;
  readonly field: Field;
  readonly title: string;
  readonly value: unknown;
  /** The way to the question before, where there is one. */
  readonly back: Pick<InputQuestion, 'onBack'>;
}

async function askField(asked: Asked): Promise<Answer> {
  const { host, field, value } = asked;
  switch (field.kind) {
    case 'choice':
      return pick(asked, [
        ...field.options.map((option) => ({ ...option, value: { value: option.value } })),
        ...(field.isRequired ? [] : [{ label: t('(none)'), value: { value: undefined } }]),
      ]);
    case 'flag':
      return pick(asked, [
        { label: t('No'), value: { value: false } },
        { label: t('Yes'), value: { value: true } },
      ]);
    case 'text': {
      const names = field.names === undefined ? [] : await host.names(field.names, '');
      if (names.length === 0) return askText(asked);
      const known = names.map((entry) => ({
        label: entry.name,
        ...(entry.title !== undefined && { description: entry.title }),
        value: { value: entry.name },
      }));
      const other = { label: t('Other…'), icon: 'edit', value: { value: otherName } };
      const before = at(value, field.path);
      const isOther = typeof before === 'string' && !names.some(({ name }) => name === before);
      const picked = await pick(asked, isOther ? [other, ...known] : [...known, other]);
      return picked?.value === otherName ? askText(asked) : picked;
    }
    default:
      return askText(asked);
  }
}

const otherName = Symbol('other');

/** What is there already comes first, so that Enter leaves it. */
function pick(
  { prompts, field, title, value, back }: Asked,
  choices: readonly Choice<{ readonly value: unknown }>[],
): Promise<Answer> {
  const before = at(value, field.path);
  const isChosen = (choice: (typeof choices)[number]): boolean =>
    before !== undefined && JSON.stringify(choice.value.value) === JSON.stringify(before);
  return prompts.pick<{ readonly value: unknown }>({
    id: `form.${field.path.join('.')}`,
    title,
    placeholder: field.description ?? field.title,
    patient: true,
    choices: [...choices.filter(isChosen), ...choices.filter((choice) => !isChosen(choice))],
    ...back,
  });
}

async function askText({ prompts, host, field, title, value, back }: Asked): Promise<Answer> {
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
    ...back,
    check: async (text) => {
      if (isSecret) return field.isRequired && text === '' ? t('This is needed.') : undefined;
      const place = field.path.join('.');
      const faults = await host.check(withValue(value, field.path, read(text)));
      return faults.find(({ path }) => path.join('.') === place)?.message;
    },
  });
  return typed === undefined ? undefined : { value: read(typed) };
}
