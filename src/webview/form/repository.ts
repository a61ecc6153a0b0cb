import { t } from '../../base/l10n.js';
import type { RepositoryField } from '../../model/form/field.js';
import { at } from '../../model/form/formValue.js';
import {
  partsAt,
  readRepositoryUrl,
  writeRepositoryUrl,
  type RepositoryPart,
  type RepositoryUrl,
} from '../../model/form/repositoryUrl.js';
import { element } from '../frame/dom.js';
import type { FormState } from './formState.js';
import { idOf } from './place.js';

/** The host of a new repository and what leads to it there, each in a control of its own. */
export function repositoryParts(field: RepositoryField, state: FormState): readonly HTMLElement[] {
  const told = (): RepositoryUrl => {
    const value = at(state.value, field.path);
    return readRepositoryUrl(typeof value === 'string' ? value : '');
  };
  const change = (url: RepositoryUrl): void => {
    const text = writeRepositoryUrl(url);
    state.change(field.path, text === '' && !field.isRequired ? undefined : text);
  };
  const { host, parts } = told();
  const word = (name: 'host' | RepositoryPart, value: string, names: readonly string[] = []): HTMLElement => {
    const id = idOf([...field.path, name]);
    const taken = (given: string): void => {
      const now = told();
      if (name === 'host') change({ host: given.trim(), parts: now.parts });
      else change({ ...now, parts: { ...now.parts, [name]: given.trim() } });
    };
    return element(
      'div',
      { class: 'field' },
      element('label', { for: id }, titleOf(name)),
      names.length === 0 ? typed(id, name, value, taken) : chosen(id, names, value, taken),
    );
  };
  return [
    word('host', host, field.hosts),
    ...partsAt(host).map((part) => word(part, parts[part] ?? '', field.names[part])),
  ];
}

function typed(id: string, name: string, value: string, taken: (given: string) => void): HTMLElement {
  const input = element('input', {
    id,
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: name === 'host' ? 'github.com' : undefined,
    oninput: () => taken(input.value),
  });
  input.value = value;
  return input;
}

function chosen(
  id: string,
  names: readonly string[],
  value: string,
  taken: (given: string) => void,
): HTMLElement {
  const select = element(
    'select',
    { id, onchange: () => taken(select.value) },
    element('option', { value: '' }, t('Choose…')),
    ...names.map((name) => element('option', { value: name }, name)),
  );
  select.value = names.includes(value) ? value : '';
  return select;
}

function titleOf(name: 'host' | RepositoryPart): string {
  switch (name) {
    case 'host':
      return t('Host');
    case 'organization':
      return t('Organization');
    case 'workspace':
      return t('Workspace');
    case 'project':
      return t('Project');
    case 'owner':
      return t('Owner');
    case 'repo':
      return t('Repository');
  }
}
