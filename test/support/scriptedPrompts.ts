import type { InputQuestion, PickQuestion, Prompts, Tone } from '../../src/editor/prompts.js';

type Answer = string | boolean | undefined;

/** Answers by the question's id in a person's stead, and keeps what was asked and told. */
export class ScriptedPrompts implements Prompts {
  readonly asked: { readonly id: string; readonly choices: readonly string[] }[] = [];
  readonly told: { readonly tone: Tone; readonly sentence: string; readonly actions: readonly string[] }[] =
    [];
  readonly #answers: Readonly<Record<string, Answer>>;

  constructor(answers: Readonly<Record<string, Answer>> = {}) {
    this.#answers = answers;
  }

  /** Picks the choice whose label or value is the answer; `true` picks the first. */
  pick<T>({ id, choices }: PickQuestion<T>): Promise<T | undefined> {
    this.asked.push({ id, choices: choices.map((choice) => choice.label) });
    const answer = this.#answers[id];
    const found = choices.find((choice) => choice.value === answer || choice.label === answer);
    return Promise.resolve((found ?? (answer === true ? choices[0] : undefined))?.value);
  }

  /** Picks all for `true`, else the one that the answer names. */
  async pickSome<T>(question: PickQuestion<T>): Promise<readonly T[] | undefined> {
    const one = await this.pick(question);
    if (this.#answers[question.id] === true) return question.choices.map(({ value }) => value);
    return one === undefined ? undefined : [one];
  }

  async input({ id, check }: InputQuestion): Promise<string | undefined> {
    this.asked.push({ id, choices: [] });
    const answer = this.#answers[id];
    if (typeof answer !== 'string') return undefined;
    const fault = await check?.(answer);
    if (fault === undefined) return answer;
    this.told.push({ tone: 'error', sentence: fault, actions: [] });
    return undefined;
  }

  confirm(id: string): Promise<boolean> {
    this.asked.push({ id, choices: [] });
    return Promise.resolve(this.#answers[id] === true);
  }

  tell(tone: Tone, sentence: string, actions: readonly { readonly label: string }[] = []): void {
    this.told.push({ tone, sentence, actions: actions.map((action) => action.label) });
  }
}
