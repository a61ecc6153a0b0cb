import type { Memento } from 'vscode';
import { isSchema } from '../../model/form/schemaParts.js';

const key = 'goldenPath.drafts';
/** Forms whose drafts are kept; the oldest goes first. */
const mostDrafts = 20;

type Draft = Readonly<Record<string, unknown>>;

/** What was filled in and not sent, by form. Whoever keeps a draft takes the secrets out of it first. */
export class FormDrafts {
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  find(form: string): Draft | undefined {
    return this.#all().find(([name]) => name === form)?.[1];
  }

  async keep(form: string, draft: Draft): Promise<void> {
    const others = this.#all().filter(([name]) => name !== form);
    await this.#memento.update(key, [[form, draft], ...others].slice(0, mostDrafts));
  }

  async drop(form: string): Promise<void> {
    const others = this.#all().filter(([name]) => name !== form);
    await this.#memento.update(key, others.length > 0 ? others : undefined);
  }

  #all(): readonly (readonly [string, Draft])[] {
    const kept = this.#memento.get<unknown>(key);
    return (Array.isArray(kept) ? kept : []).flatMap((each: unknown) =>
      Array.isArray(each) && typeof each[0] === 'string' && isSchema(each[1])
        ? [[each[0], each[1]] as const]
        : [],
    );
  }
}
