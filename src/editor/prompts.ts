/** One line to choose from. */
export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Product icon before the label. */
  readonly icon?: string;
  /** A heading above this line. */
  readonly heading?: string;
  readonly value: T;
  /** Of several to choose from: whether it is chosen at first; it is unless said. */
  readonly picked?: boolean;
  /** Shows more of it beside, while the question stays open. */
  readonly preview?: () => unknown;
}

/** What is longer is cut at the side of the list. */
export const longestDetail = 75;

export interface PickQuestion<T> {
  /** Which question this is, for whoever answers in a person's stead. */
  readonly id: string;
  readonly title: string;
  readonly placeholder: string;
  /** Shown whole above the choices, as no line of theirs can; an editor that cannot shows it as the placeholder. */
  readonly text?: string;
  readonly choices: readonly Choice<T>[];
  /** Stays open while the person looks elsewhere. */
  readonly patient?: boolean;
  /** Called when the person goes back to the question before; what is asked resolves to `undefined` then. */
  readonly onBack?: () => void;
}

export interface InputQuestion {
  readonly id: string;
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  readonly secret?: boolean;
  /** As that of a `PickQuestion`. */
  readonly onBack?: () => void;
  /** The sentence that says what is wrong with a value; `undefined` for a good one. */
  readonly check?: (value: string) => string | undefined | Promise<string | undefined>;
}

/** A button of a message. */
export interface Action {
  readonly label: string;
  readonly run: () => unknown;
}

export type Tone = 'info' | 'warning' | 'error';

/** Everything that asks or tells a person something. Questions resolve to `undefined` when turned away. */
export interface Prompts {
  pick<T>(question: PickQuestion<T>): Promise<T | undefined>;
  /** As `pick`, but several; all of them are chosen at first. */
  pickSome<T>(question: PickQuestion<T>): Promise<readonly T[] | undefined>;
  input(question: InputQuestion): Promise<string | undefined>;
  /** A modal question with one way to go on; a warning where `tone` is not given. */
  confirm(id: string, question: string, detail: string, go: string, tone?: Tone): Promise<boolean>;
  /** One sentence and what can be done about it. Does not wait for the person. */
  tell(tone: Tone, sentence: string, actions?: readonly Action[]): void;
}
