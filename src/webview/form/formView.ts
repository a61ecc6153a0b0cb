import { t } from '../../base/l10n.js';
import type { FieldPath, GroupField } from '../../model/form/field.js';
import { groupOf, initialValue, masked, withoutSecrets } from '../../model/form/form.js';
import { withValue } from '../../model/form/formValue.js';
import { element, fill } from '../frame/dom.js';
import type { Host } from '../frame/startPage.js';
import { groupParts } from './fieldView.js';
import { readFaults, readNames, type FieldFault, type FormModel } from './formModel.js';
import { shapeOf, type FormState } from './formState.js';
import { idOf } from './place.js';

/** Typing pauses so long before the values are checked, in ms. */
const pauseMs = 200;

/** One form on the page: its values, its faults, and what is sent. */
export class FormView implements FormState {
  readonly branches = new Map<string, number>();
  readonly #host: Host;
  readonly #group: GroupField;
  readonly #fields = element('div');
  readonly #notice = element('div', { role: 'alert' });
  readonly #submit: HTMLButtonElement;
  /** Fields that were visited: only their faults are told before the form is sent. */
  readonly #visited = new Set<string>();
  #value: unknown;
  #shape = '';
  #pause: ReturnType<typeof setTimeout> | undefined;
  #checks = 0;
  #isSent = false;

  constructor(root: HTMLElement, model: FormModel, host: Host) {
    this.#host = host;
    this.#group = groupOf(model.schema);
    this.#value = model.value ?? initialValue(this.#group);
    this.#submit = element('button', { type: 'submit' }, model.submit);
    const cancel = element(
      'button',
      { type: 'button', class: 'secondary', onclick: () => host.tell('cancel') },
      t('Cancel'),
    );
    const form = element(
      'form',
      {
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          void this.#send();
        },
        onfocusout: (event) => this.#left(event.target),
      },
      this.#fields,
      this.#notice,
      element('div', { class: 'buttons' }, this.#submit, cancel),
    );
    fill(
      root,
      element('h1', {}, model.title),
      model.intro !== undefined && element('p', { class: 'quiet' }, model.intro),
      form,
    );
    root.removeAttribute('aria-busy');
  }

  /** Draws it, with the keyboard in its first field. */
  show(): void {
    this.redraw();
    this.#fields.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }

  get value(): unknown {
    return this.#value;
  }

  change(path: FieldPath, value: unknown): void {
    this.#value = withValue(this.#value, path, value);
    this.#host.tell('draft', withoutSecrets(this.#group, this.#value));
    this.#visited.add(idOf(path, 'fault'));
    if (shapeOf(this.#group, this) !== this.#shape) this.redraw(document.activeElement?.id);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#check(), pauseMs);
  }

  async names(kind: string, prefix: string): ReturnType<FormState['names']> {
    return readNames(await this.#host.ask('names', { kind, prefix }).catch(() => []));
  }

  redraw(focus?: string): void {
    this.#shape = shapeOf(this.#group, this);
    fill(this.#fields, ...groupParts(this.#group, this));
    const target = focus === undefined || focus === '' ? null : document.getElementById(focus);
    target?.focus();
    if (this.#isSent) void this.#check();
  }

  #left(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement) || !target.id.startsWith('field:')) return;
    this.#visited.add(target.id.replace('field:', 'fault:'));
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#check(), pauseMs);
  }

  /** The faults, the newest check's only; `undefined` when another one overtook it or nobody can tell. */
  async #check(): Promise<readonly FieldFault[] | undefined> {
    const check = ++this.#checks;
    const answer = await this.#host.ask('check', masked(this.#group, this.#value)).catch(() => undefined);
    if (check !== this.#checks || answer === undefined) return undefined;
    const faults = readFaults(answer);
    this.#tell(faults);
    return faults;
  }

  #tell(faults: readonly FieldFault[]): void {
    const messages = new Map(faults.map(({ path, message }) => [this.#placeOf(path), message]));
    for (const place of this.#fields.querySelectorAll<HTMLElement>('.fault')) {
      const isTold = this.#isSent || this.#visited.has(place.id);
      const message = isTold ? (messages.get(place.id) ?? '') : '';
      if (place.textContent !== message) place.textContent = message;
      const field = document.getElementById(place.id.replace('fault:', 'field:'));
      field?.setAttribute('aria-invalid', String(message !== ''));
    }
  }

  /** A fault told far from its field says which one it is. */
  #withName({ path, message }: FieldFault): string {
    const field = document.getElementById(this.#placeOf(path).replace('fault:', 'field:'));
    const name =
      field && 'labels' in field ? (field as HTMLInputElement).labels?.[0]?.textContent : undefined;
    return name === undefined ? message : t('{0}: {1}', name, message);
  }

  /** The field of a path, or the nearest one around it. */
  #placeOf(path: FieldPath): string {
    for (let length = path.length; length > 0; length--) {
      const id = idOf(path.slice(0, length), 'fault');
      if (document.getElementById(id)) return id;
    }
    return idOf([], 'fault');
  }

  async #send(): Promise<void> {
    this.#isSent = true;
    this.#notify();
    const faults = await this.#check();
    const [first] = faults ?? [];
    if (faults && first) {
      this.#notify(
        faults.length === 1
          ? t('One field needs you: {0}', this.#withName(first))
          : t('{0} fields need you.', faults.length),
      );
      this.#fields.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    this.#submit.disabled = true;
    try {
      await this.#host.ask('submit', this.#value);
    } catch (error) {
      this.#notify(error instanceof Error ? error.message : String(error));
    } finally {
      this.#submit.disabled = false;
    }
  }

  #notify(message?: string): void {
    const sign = element('span', { class: 'sign', 'aria-hidden': 'true' }, '✕ ');
    fill(this.#notice, message !== undefined && element('p', { class: 'notice error' }, sign, message));
  }
}
