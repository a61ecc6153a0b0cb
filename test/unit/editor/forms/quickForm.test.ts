import assert from 'node:assert/strict';
import type { QuickFormHost } from '../../../../src/editor/forms/quickForm.js';
import { askQuickly } from '../../../../src/editor/forms/quickForm.js';
import type { InputQuestion, PickQuestion } from '../../../../src/editor/prompts.js';
import { groupOf, initialValue, schemaOf, simpleFields } from '../../../../src/model/form/form.js';
import { ScriptedPrompts } from '../../../support/scriptedPrompts.js';

const schema = {
  type: 'object',
  required: ['name', 'size'],
  properties: {
    name: { type: 'string', title: 'Name' },
    size: { title: 'Size', enum: ['small', 'medium', 'large'], default: 'medium' },
    owner: { type: 'string', title: 'Owner', 'x-widget': 'owner' },
    isPublic: { type: 'boolean', title: 'Public' },
  },
};

const fields = simpleFields(groupOf(schemaOf([{ schema }]))) ?? [];

class Host implements QuickFormHost {
  readonly form = { title: 'New', key: 'k', steps: [], submit: 'Go' };
  readonly drafts: unknown[] = [];
  readonly #draft: object;

  constructor(draft: object = {}) {
    this.#draft = draft;
  }

  value(): Readonly<Record<string, unknown>> {
    return { ...(initialValue(groupOf(schemaOf([{ schema }]))) as object), ...this.#draft };
  }

  keepDraft(value: unknown): Promise<void> {
    return Promise.resolve(void this.drafts.push(value));
  }

  check(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  names(): Promise<readonly { readonly name: string }[]> {
    return Promise.resolve([{ name: 'infra' }, { name: 'shop' }]);
  }
}

/** Goes back once at the question named. */
class Hesitant extends ScriptedPrompts {
  #goesBackAt: string | undefined;

  constructor(answers: ConstructorParameters<typeof ScriptedPrompts>[0], goesBackAt: string) {
    super(answers);
    this.#goesBackAt = goesBackAt;
  }

  override async pick<T>(question: PickQuestion<T>): Promise<T | undefined> {
    const answer = await super.pick(question);
    return this.#turnsBack(question) ? undefined : answer;
  }

  override async input(question: InputQuestion): Promise<string | undefined> {
    const answer = await super.input(question);
    return this.#turnsBack(question) ? undefined : answer;
  }

  #turnsBack({ id, onBack }: Pick<InputQuestion, 'id' | 'onBack'>): boolean {
    if (id !== this.#goesBackAt || !onBack) return false;
    this.#goesBackAt = undefined;
    onBack();
    return true;
  }
}

const answers = { 'form.name': 'orders', 'form.size': true, 'form.owner': true, 'form.isPublic': true };

describe('a form in boxes', () => {
  it('has four simple fields', () => assert.equal(fields.length, 4));

  it('offers first what is given already: the default', async () => {
    const prompts = new ScriptedPrompts(answers);
    const value = await askQuickly(prompts, new Host(), fields);
    assert.deepEqual(value, { size: 'medium', name: 'orders', owner: 'infra', isPublic: false });
    const asked = prompts.asked.find(({ id }) => id === 'form.size');
    assert.deepEqual(asked?.choices, ['medium', 'small', 'large']);
  });

  it('offers first what is given already: the draft of last time', async () => {
    const draft = { size: 'large', owner: 'shop', isPublic: true };
    const value = await askQuickly(new ScriptedPrompts(answers), new Host(draft), fields);
    assert.deepEqual(value, { size: 'large', name: 'orders', owner: 'shop', isPublic: true });
  });

  it('goes back to the question before, which keeps what was answered', async () => {
    for (const [at, before] of [
      ['form.size', 'form.name'],
      ['form.owner', 'form.size'],
      ['form.isPublic', 'form.owner'],
    ] as const) {
      const prompts = new Hesitant(answers, at);
      const value = await askQuickly(prompts, new Host(), fields);
      const ids = prompts.asked.map(({ id }) => id);
      const place = ids.indexOf(at);
      assert.deepEqual(ids.slice(place - 1, place + 3), [before, at, before, at]);
      assert.deepEqual(value, { size: 'medium', name: 'orders', owner: 'infra', isPublic: false });
    }
  });

  it('has no way back at its first question, and ends when it is turned away', async () => {
    const prompts = new Hesitant({}, 'form.name');
    assert.equal(await askQuickly(prompts, new Host(), fields), undefined);
    assert.deepEqual(
      prompts.asked.map(({ id }) => id),
      ['form.name'],
    );
  });
});
