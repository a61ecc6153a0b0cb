import type { Disposable } from '../base/lifecycle.js';

/**
 * A feature that the client knows of only while it has something to say: one that is always there is asked at each key, and
 * each question and answer delays what the editor draws.
 */
export class OnDemand {
  readonly #register: () => Promise<Disposable>;
  #isWanted = false;
  /** What was last asked of the client: the next follows when it has answered. */
  #last: Promise<Disposable | undefined> = Promise.resolve(undefined);

  /** `register` offers the feature to the client; what it gives takes it back. */
  constructor(register: () => Promise<Disposable>) {
    this.#register = register;
  }

  /** Offers it or takes it back, where that is not so yet. Fails as the client's refusal does. */
  async want(isWanted: boolean): Promise<void> {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    this.#last = this.#last
      .catch(() => undefined)
      .then(async (registration) => {
        if (isWanted) return this.#register();
        registration?.dispose();
        return undefined;
      });
    await this.#last;
  }
}
