import { t } from '../../base/l10n.js';
import type { Field, GroupField, ListField, MapField, UnionField } from '../../model/form/field.js';
import { at, withoutItem } from '../../model/form/formValue.js';
import { element } from '../frame/dom.js';
import { control } from './controls.js';
import { branchAt, type FormState } from './formState.js';
import { idOf } from './place.js';
import { repositoryParts } from './repository.js';

/** A field with its label, its words and the place of its fault. */
export function fieldView(field: Field, state: FormState): HTMLElement {
  switch (field.kind) {
    case 'group':
      return framed(field, groupParts(field, state));
    case 'list':
      return framed(field, listParts(field, state));
    case 'map':
      return framed(field, mapParts(field, state));
    case 'union':
      return framed(field, unionParts(field, state));
    case 'repository':
      return framed(field, repositoryParts(field, state));
    case 'flag':
      return element(
        'div',
        { class: 'field' },
        element('label', { class: 'option' }, control(field, state), field.title),
        about(field),
        fault(field),
      );
    default:
      return element(
        'div',
        { class: 'field' },
        field.title === '' ? undefined : element('label', { for: idOf(field.path) }, titleOf(field)),
        about(field),
        control(field, state),
        fault(field),
      );
  }
}

export function groupParts(field: GroupField, state: FormState): readonly HTMLElement[] {
  return field.fields(at(state.value, field.path)).map((inner) => fieldView(inner, state));
}

function framed(field: Field, parts: readonly HTMLElement[]): HTMLElement {
  return element(
    'fieldset',
    { id: idOf(field.path), tabindex: -1 },
    field.title === '' ? undefined : element('legend', {}, titleOf(field)),
    about(field),
    fault(field),
    ...parts,
  );
}

function titleOf({ title, isRequired }: Field): string {
  return isRequired ? title : t('{0} (optional)', title);
}

function about({ path, description }: Field): HTMLElement {
  return element('div', { class: 'about', id: idOf(path, 'about') }, description ?? '');
}

/** Empty until there is a fault: a change of it is read aloud. */
function fault({ path }: Field): HTMLElement {
  return element('div', { class: 'fault', id: idOf(path, 'fault'), role: 'status' });
}

function listParts(field: ListField, state: FormState): readonly HTMLElement[] {
  const value = at(state.value, field.path);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const rows = items.map((_, index) => {
    const remove = element(
      'button',
      {
        type: 'button',
        class: 'secondary',
        onclick: () => {
          state.change(field.path, at(withoutItem(state.value, field.path, index), field.path));
          state.redraw(idOf(field.path, 'add'));
        },
      },
      t('Remove'),
      element('span', { class: 'spoken' }, ` ${field.title} ${String(index + 1)}`),
    );
    return element('div', { class: 'item' }, fieldView(named(field.item(index), index), state), remove);
  });
  const add = element(
    'button',
    {
      type: 'button',
      class: 'secondary',
      id: idOf(field.path, 'add'),
      onclick: () => {
        state.change([...field.path, items.length], emptyOf(field.item(items.length)));
        state.redraw(idOf([...field.path, items.length]));
      },
    },
    t('Add'),
    element('span', { class: 'spoken' }, ` ${field.title}`),
  );
  return [...rows, add];
}

/** An item without a title of its own goes by its number. */
function named(field: Field, index: number): Field {
  return field.title === '' ? { ...field, title: t('Item {0}', index + 1) } : field;
}

function emptyOf(field: Field): unknown {
  if (field.initial !== undefined) return field.initial;
  if (field.kind === 'group' || field.kind === 'map') return {};
  if (field.kind === 'list' || field.kind === 'choices') return [];
  if (field.kind === 'flag') return false;
  return field.kind === 'text' ? '' : null;
}

function mapParts(field: MapField, state: FormState): readonly HTMLElement[] {
  const value = at(state.value, field.path);
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const rows = keys.map((key) => {
    const remove = element(
      'button',
      {
        type: 'button',
        class: 'secondary',
        onclick: () => {
          state.change([...field.path, key], undefined);
          state.redraw(idOf(field.path, 'key'));
        },
      },
      t('Remove'),
      element('span', { class: 'spoken' }, ` ${key}`),
    );
    return element('div', { class: 'item' }, fieldView({ ...field.entry(key), title: key }, state), remove);
  });
  const name = element('input', {
    type: 'text',
    dir: 'auto',
    id: idOf(field.path, 'key'),
    autocomplete: 'off',
    'aria-label': t('Name of a new entry of {0}', field.title),
    placeholder: t('Name'),
  });
  const add = (): void => {
    const key = name.value.trim();
    if (key === '' || keys.includes(key)) return;
    state.change([...field.path, key], emptyOf(field.entry(key)));
    state.redraw(idOf([...field.path, key]));
  };
  name.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  });
  const button = element('button', { type: 'button', class: 'secondary', onclick: add }, t('Add'));
  return [...rows, element('div', { class: 'item' }, name, button)];
}

function unionParts(field: UnionField, state: FormState): readonly HTMLElement[] {
  const chosen = branchAt(field, state);
  const select = element(
    'select',
    {
      id: idOf(field.path, 'branch'),
      'aria-label': field.title,
      onchange: () => {
        state.branches.set(field.path.join('/'), Number(select.value));
        const branch = field.branches[Number(select.value)]?.field;
        state.change(field.path, branch && beginning(branch));
        state.redraw(idOf(field.path, 'branch'));
      },
    },
    ...field.branches.map(({ label }, index) => element('option', { value: index }, label)),
  );
  select.value = String(chosen);
  const branch = field.branches[chosen]?.field;
  if (!branch) return [select];
  const inner =
    branch.kind === 'group' ? branchParts(branch, state) : [fieldView({ ...branch, title: '' }, state)];
  return [select, ...inner];
}

/** What the choice of the branch has decided is not asked again. */
function branchParts(branch: GroupField, state: FormState): readonly HTMLElement[] {
  return branch
    .fields(at(state.value, branch.path))
    .filter((field) => field.kind !== 'choice' || field.options.length > 1)
    .map((field) => fieldView(field, state));
}

/** A branch that was chosen has its fixed values, so that it is known by them. */
function beginning(field: Field): unknown {
  if (field.kind !== 'group') return field.initial;
  const fixed = field
    .fields(undefined)
    .flatMap((inner) =>
      inner.kind === 'choice' && inner.options.length === 1
        ? [[String(inner.path.at(-1)), inner.options[0]?.value] as const]
        : [],
    );
  return Object.fromEntries(fixed);
}
