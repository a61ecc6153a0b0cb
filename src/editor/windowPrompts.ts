import * as vscode from 'vscode';
import { isolated, isolatedParts } from '../base/bidi.js';
import { t } from '../base/l10n.js';
import type { Choice, InputQuestion, PickQuestion, Prompts } from './prompts.js';

interface Item<T> extends vscode.QuickPickItem {
  readonly choice?: Choice<T>;
}

const tell = {
  info: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

/** Asks the person at the window, with the editor's own quick picks, input boxes and messages. */
export const windowPrompts: Prompts = {
  async pick(question) {
    if (question.onBack) return (await pickOfSteps(question, false))?.[0];
    if (question.choices.some(({ preview }) => preview)) return pickWithPreviews(question);
    const options: vscode.QuickPickOptions & { readonly canPickMany?: false } = {
      title: question.title,
      ...wordsOf(question),
      ignoreFocusOut: question.patient ?? false,
      matchOnDescription: true,
    };
    return (await vscode.window.showQuickPick(itemsOf(question), options))?.choice?.value;
  },
  async pickSome(question) {
    if (question.onBack) return pickOfSteps(question, true);
    const items = itemsOf(question).map((item) => ({ ...item, picked: isPicked(item) }));
    const picked = await vscode.window.showQuickPick(items, {
      title: question.title,
      placeHolder: question.placeholder,
      canPickMany: true,
    });
    return picked?.flatMap(({ choice }) => (choice ? [choice.value] : []));
  },
  async input(question) {
    if (question.onBack) return inputOfSteps(question, question.onBack);
    const { title, prompt, placeholder, value, secret = false, check } = question;
    return vscode.window.showInputBox({
      title,
      prompt,
      password: secret,
      ignoreFocusOut: true,
      ...(placeholder !== undefined && { placeHolder: placeholder }),
      ...(value !== undefined && { value }),
      ...(check && { validateInput: check }),
    });
  },
  async confirm(_id, question, detail, go, tone = 'warning') {
    return (await tell[tone](question, { modal: true, detail }, go)) === go;
  },
  tell(tone, sentence, actions = []) {
    const labels = actions.map((action) => action.label);
    void tell[tone](sentence, ...labels).then((label) =>
      actions.find((action) => action.label === label)?.run(),
    );
  },
};

/** `prompt` is newer than the oldest editor that we run in. */
function wordsOf({ placeholder, text }: PickQuestion<unknown>): {
  readonly placeHolder: string;
  readonly prompt?: string;
} {
  if (text === undefined) return { placeHolder: placeholder };
  const pick = vscode.window.createQuickPick();
  const isKnown = 'prompt' in pick;
  pick.dispose();
  return isKnown ? { placeHolder: placeholder, prompt: text } : { placeHolder: text };
}

function isPicked({ choice }: Item<unknown>): boolean {
  return choice !== undefined && choice.picked !== false;
}

/** One question of several, with a way back to the one before. */
function pickOfSteps<T>(question: PickQuestion<T>, canBeMany: boolean): Promise<readonly T[] | undefined> {
  const pick = vscode.window.createQuickPick<Item<T>>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.canSelectMany = canBeMany;
  pick.items = itemsOf(question);
  if (canBeMany) pick.selectedItems = pick.items.filter(isPicked);
  pick.buttons = [vscode.QuickInputButtons.Back];
  const values = (): readonly T[] =>
    pick.selectedItems.flatMap(({ choice }) => (choice ? [choice.value] : []));
  return ofSteps(pick, question.onBack, () => values());
}

async function inputOfSteps(question: InputQuestion, onBack: () => void): Promise<string | undefined> {
  const { title, prompt, placeholder = '', value = '', secret = false, check } = question;
  const box = vscode.window.createInputBox();
  box.title = title;
  box.prompt = prompt;
  box.placeholder = placeholder;
  box.value = value;
  box.password = secret;
  box.ignoreFocusOut = true;
  box.buttons = [vscode.QuickInputButtons.Back];
  box.onDidChangeValue(async (typed) => {
    const fault = (await check?.(typed)) ?? '';
    if (box.value === typed) box.validationMessage = fault;
  });
  return ofSteps(box, onBack, async () => {
    box.validationMessage = (await check?.(box.value)) ?? '';
    return box.validationMessage === '' ? box.value : undefined;
  });
}

/** Shows it until the person answers, goes back or turns it away; an answer of `undefined` is none yet. */
function ofSteps<T>(
  shown: Pick<
    vscode.InputBox,
    'onDidAccept' | 'onDidTriggerButton' | 'onDidHide' | 'show' | 'hide' | 'dispose'
  >,
  onBack: (() => void) | undefined,
  answer: () => T | undefined | Promise<T | undefined>,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const accept = async (): Promise<void> => {
      const value = await answer();
      if (value === undefined) return;
      resolve(value);
      shown.hide();
    };
    shown.onDidAccept(() => void accept());
    shown.onDidTriggerButton(() => {
      onBack?.();
      shown.hide();
    });
    shown.onDidHide(() => {
      resolve(undefined);
      shown.dispose();
    });
    shown.show();
  });
}

/** The same with a button at each line, which the keyboard reaches with Tab. */
function pickWithPreviews<T>(question: PickQuestion<T>): Promise<T | undefined> {
  const pick = vscode.window.createQuickPick<Item<T>>();
  const preview = { iconPath: new vscode.ThemeIcon('open-preview'), tooltip: t('Preview') };
  const items = itemsOf(question).map((item) =>
    item.choice?.preview ? { ...item, buttons: [preview] } : item,
  );
  const showAll = (): void => {
    pick.title = question.title;
    pick.placeholder = question.placeholder;
    pick.items = items;
  };
  /** Of a list that hangs over the page only what is previewed stays. */
  const stepAside = ({ label, choice }: Item<T>): void => {
    if (!choice) return;
    void choice.preview?.();
    pick.title = undefined;
    pick.value = '';
    pick.placeholder = choice.label;
    pick.items = [{ label, choice }, { label: `$(arrow-left) ${t('Show All')}` }];
  };
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  showAll();
  return new Promise((resolve) => {
    pick.onDidTriggerItemButton(({ item }) => stepAside(item));
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item && !item.choice) {
        showAll();
        return;
      }
      resolve(item?.choice?.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function itemsOf<T>(question: PickQuestion<T>): Item<T>[] {
  return question.choices.flatMap((choice) => {
    const label = isolated(choice.label);
    const item: Item<T> = {
      label: choice.icon ? `$(${choice.icon}) ${label}` : label,
      choice,
      ...(choice.description !== undefined && { description: isolatedParts(choice.description) }),
      ...(choice.detail !== undefined && { detail: choice.detail }),
    };
    const heading = { label: choice.heading ?? '', kind: vscode.QuickPickItemKind.Separator };
    return choice.heading === undefined ? [item] : [heading, item];
  });
}

/** Runs `task` under a notification with a Cancel button, which aborts the signal. */
export function withNotification<T>(
  title: string,
  task: (report: (step: string) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        const subscription = token.onCancellationRequested(() =>
          abort.abort(new DOMException(t('Canceled'), 'AbortError')),
        );
        try {
          return await task((message) => progress.report({ message }), abort.signal);
        } finally {
          subscription.dispose();
        }
      },
    ),
  );
}

/** Closes the question that `ask` has open when the signal is aborted: an answer would come to nothing. */
export async function whileWanted<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  const close = (): void => void vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  signal.addEventListener('abort', close);
  try {
    return await ask();
  } finally {
    signal.removeEventListener('abort', close);
  }
}

/** Runs `task` and tells its steps in the status bar, for what nobody waits for in front of the window. */
export function withStatus<T>(
  title: string,
  task: (report: (step: string) => void) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, (progress) =>
      task((message) => progress.report({ message })),
    ),
  );
}
