import type { Exchange } from './exchange.js';

/** A server departs from the contract; `message` says how, in one sentence. */
export class Departure extends Error {
  override readonly name = 'Departure';
  readonly exchanges: readonly Exchange[];

  constructor(message: string, ...exchanges: readonly Exchange[]) {
    super(message);
    this.exchanges = exchanges;
  }
}

/** A check does not apply to this server, or not now; `message` says why. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}
