import { t } from '../../base/l10n.js';
import type {
  ChoiceField,
  DataField,
  Field,
  FlagField,
  NumberField,
  TextField,
} from '../../model/form/field.js';
import { at } from '../../model/form/formValue.js';
import { element } from '../frame/dom.js';
import type { FormState } from './formState.js';
import { idOf } from './place.js';

/** A field whose value is in one control. */
export type PlainField = TextField | NumberField | FlagField | ChoiceField | DataField;

/** The attributes that tie a control to its label, its description and its fault. */
function traits(field: Field): Record<string, string | boolean> {
  return {
    id: idOf(field.path),
    'aria-describedby': `${idOf(field.path, 'about')} ${idOf(field.path, 'fault')}`,
    'aria-required': String(field.isRequired),
  };
}

/** The control of a field. */
export function control(field: PlainField, state: FormState): HTMLElement {
  switch (field.kind) {
    case 'text':
      return field.isLong ? longText(field, state) : lineOfText(field, state);
    case 'number':
      return numberInput(field, state);
    case 'flag':
      return flagInput(field, state);
    case 'choice':
      return choiceInput(field, state);
    case 'choices':
      return choicesInput(field, state);
    case 'data':
      return dataInput(field, state);
  }
}

function lineOfText(field: TextField, state: FormState): HTMLElement {
  const input = element('input', {
    ...traits(field),
    type: field.isSecret ? 'password' : 'text',
    dir: 'auto',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: field.example,
    oninput: () =>
      state.change(field.path, input.value === '' && !field.isRequired ? undefined : input.value),
  });
  input.value = textOf(at(state.value, field.path));
  return field.names === undefined ? input : withNames(field.names, field, input, state);
}

/** Offers what the platform knows; any other name can be typed as well. */
function withNames(kind: string, field: TextField, input: HTMLInputElement, state: FormState): HTMLElement {
  const list = element('datalist', { id: idOf(field.path, 'names') });
  input.setAttribute('list', list.id);
  let asked: string | undefined;
  const offer = (): void => {
    if (asked === input.value) return;
    asked = input.value;
    void state
      .names(kind, input.value)
      .then((names) =>
        list.replaceChildren(
          ...names.map(({ name, title }) => element('option', { value: name, label: title })),
        ),
      );
  };
  input.addEventListener('focus', offer);
  input.addEventListener('input', offer);
  return element('div', {}, input, list);
}

function longText(field: TextField, state: FormState): HTMLElement {
  const area = element('textarea', {
    ...traits(field),
    rows: 4,
    dir: 'auto',
    placeholder: field.example,
    oninput: () => state.change(field.path, area.value === '' && !field.isRequired ? undefined : area.value),
  });
  area.value = textOf(at(state.value, field.path));
  return area;
}

function numberInput(field: NumberField, state: FormState): HTMLElement {
  const input = element('input', {
    ...traits(field),
    type: 'text',
    inputmode: field.isWhole ? 'numeric' : 'decimal',
    oninput: () => state.change(field.path, numberIn(input.value)),
  });
  input.value = textOf(at(state.value, field.path));
  return input;
}

/** What is no number is kept as it is, so that the check can say so. */
function numberIn(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}

function flagInput(field: FlagField, state: FormState): HTMLElement {
  const input = element('input', {
    ...traits(field),
    type: 'checkbox',
    onchange: () => state.change(field.path, input.checked),
  });
  input.checked = at(state.value, field.path) === true;
  return input;
}

function choiceInput(field: ChoiceField, state: FormState): HTMLElement {
  const own = JSON.stringify(at(state.value, field.path));
  const chosen = field.options.findIndex(({ value }) => JSON.stringify(value) === own);
  const select = element(
    'select',
    {
      ...traits(field),
      onchange: () => state.change(field.path, field.options[Number(select.value)]?.value),
    },
    element('option', { value: '' }, field.isRequired ? t('Choose…') : t('(none)')),
    ...field.options.map(({ label, description }, index) =>
      element('option', { value: index }, description === undefined ? label : `${label}: ${description}`),
    ),
  );
  select.value = chosen < 0 ? '' : String(chosen);
  return select;
}

function choicesInput(field: ChoiceField, state: FormState): HTMLElement {
  const isIn = (value: unknown): boolean =>
    listAt(field, state).some((each) => JSON.stringify(each) === JSON.stringify(value));
  const boxes = field.options.map(({ label, value }, index) => {
    const box = element('input', { type: 'checkbox', id: idOf([...field.path, index]) });
    box.checked = isIn(value);
    box.addEventListener('change', () => {
      const chosen = field.options.filter((each) => (each.value === value ? box.checked : isIn(each.value)));
      state.change(
        field.path,
        chosen.map((each) => each.value),
      );
    });
    return element('label', { class: 'option' }, box, label);
  });
  return element('div', { ...traits(field), role: 'group', 'aria-label': field.title }, ...boxes);
}

function listAt(field: Field, state: FormState): readonly unknown[] {
  const value = at(state.value, field.path);
  return Array.isArray(value) ? value : [];
}

function dataInput(field: DataField, state: FormState): HTMLElement {
  const value = at(state.value, field.path);
  const area = element('textarea', {
    ...traits(field),
    rows: 4,
    class: 'code',
    spellcheck: 'false',
    oninput: () => state.change(field.path, dataIn(area.value)),
  });
  area.value = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return area;
}

/** JSON, or the text itself. */
function dataIn(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : JSON.stringify(value);
}
