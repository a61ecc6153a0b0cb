import { orAbort } from '../../../base/abort.js';
import type { CallOptions } from '../../../model/call.js';
import { systemClock, type Clock } from '../../../model/clock.js';
import { PlatformError } from '../../../model/errors.js';

/** Somebody else may be signed in by then, or the same person with other rights. */
const shutMs = 5 * 60_000;

/** What a backend has of a plugin, found out once. */
export class Presence<T> {
  readonly #ask: () => Promise<T | undefined>;
  readonly #clock: Clock;
  #found: Promise<T | undefined> | undefined;
  #until = Infinity;

  constructor(ask: () => Promise<T | undefined>, clock: Clock = systemClock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** `undefined` where it is not there, or the caller is not let in. A backend that did not answer is asked again. */
  get({ signal }: CallOptions = {}): Promise<T | undefined> {
    if (this.#clock.now() >= this.#until) this.#found = undefined;
    const found = (this.#found ??= this.#look());
    return signal ? orAbort(found, signal) : found;
  }

  async #look(): Promise<T | undefined> {
    this.#until = Infinity;
    try {
      return await this.#ask();
    } catch (error) {
      if (PlatformError.is(error, 'forbidden')) this.#until = this.#clock.now() + shutMs;
      else if (!isAbsence(error)) this.#found = undefined;
      if (PlatformError.is(error)) return undefined;
      throw error;
    }
  }
}

/** A route that no plugin has is answered with 404 and without a word. */
export function isAbsence(error: unknown): boolean {
  return PlatformError.is(error, 'not-a-platform', 'not-found', 'forbidden');
}
