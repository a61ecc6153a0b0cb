import { setTranslations, t } from '../../base/l10n.js';
import { readToPage, toWire, type FromPage, type ToPage } from '../../base/pageMessages.js';
import { editorApi } from './editorApi.js';
import { element, fill } from './dom.js';

/** What a page can ask of the extension, which answers what it declared for this kind of page and nothing else. */
export interface Host {
  /** Rejects with an `Error` for the person when there is no answer. */
  ask(name: string, value?: unknown): Promise<unknown>;
  tell(name: string, value?: unknown): void;
  /** What `keep` was given last: outlives being hidden and a reload of the window. Never a secret. */
  readonly kept: unknown;
  keep(value: unknown): void;
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a page: `read` checks what the extension sends to be shown (`undefined`: it does not fit), `render` draws it
 * into `root`, at first and again with every change.
 */
export function startPage<Model>(
  read: (model: unknown) => Model | undefined,
  render: (root: HTMLElement, model: Model, host: Host) => void,
): void {
  const api = editorApi();
  const root = document.querySelector('main') ?? document.body.appendChild(element('main'));
  const send = (message: FromPage): void => api.postMessage(toWire(message));
  const questions = new Map<number, Question>();
  let count = 0;
  const keptState = (): Readonly<Record<string, unknown>> => {
    const state = api.getState();
    return typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : {};
  };
  const host: Host = {
    ask: (name, value) =>
      new Promise((resolve, reject) => {
        questions.set(++count, { resolve, reject });
        send({ kind: 'ask', id: count, name, value });
      }),
    tell: (name, value) => send({ kind: 'tell', name, value }),
    get kept() {
      return keptState()['kept'];
    },
    keep: (kept) => api.setState({ ...keptState(), kept }),
  };
  const shown = ({ model, subject, translations }: Extract<ToPage, { readonly kind: 'show' }>): void => {
    setTranslations(translations);
    api.setState({ ...keptState(), subject });
    const checked = read(model);
    if (checked !== undefined) render(root, checked, host);
    else fill(root, element('p', {}, t('This page cannot be shown. Close it and open it again.')));
  };
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readToPage(data);
    if (message?.kind === 'show') {
      shown(message);
    } else if (message) {
      const question = questions.get(message.id);
      questions.delete(message.id);
      if (message.kind === 'answer') question?.resolve(message.value);
      else question?.reject(new Error(message.message));
    }
  });
  send({ kind: 'ready' });
}
