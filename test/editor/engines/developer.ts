import type { InputQuestion, PickQuestion } from '../../../src/editor/prompts.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

type Answers = ConstructorParameters<typeof ScriptedPrompts>[0];

/** A person who chooses several at once, and has a token for each system. */
export class Developer extends ScriptedPrompts {
  readonly #tokenFor: (title: string) => string;
  readonly #some: Readonly<Record<string, readonly unknown[]>>;
  /** What was chosen before they looked. */
  readonly chosenAtFirst: string[] = [];

  constructor(
    tokenFor: (title: string) => string,
    answers: Answers,
    some: Readonly<Record<string, readonly unknown[]>> = {},
  ) {
    super(answers);
    this.#tokenFor = tokenFor;
    this.#some = some;
  }

  override async pickSome<T>(question: PickQuestion<T>): Promise<readonly T[] | undefined> {
    await this.pick(question);
    const picked = question.choices.filter((choice) => choice.picked !== false);
    this.chosenAtFirst.push(...picked.map(({ label }) => label));
    const wanted = this.#some[question.id];
    return question.choices.flatMap(({ value }) => (wanted?.includes(value) ? [value] : []));
  }

  override input(question: InputQuestion): Promise<string | undefined> {
    if (question.id !== 'connect.token') return super.input(question);
    this.asked.push({ id: question.id, choices: [question.title] });
    return Promise.resolve(this.#tokenFor(question.title));
  }
}
