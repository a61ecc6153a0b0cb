import { delay } from '../../base/abort.js';

/** A connection through a port of ours to a port of a service. */
export interface Passage {
  /** The caller asked for something. */
  asked(): void;
  /** The service said something. */
  answered(): void;
  closed(): void;
}

interface Open {
  readonly port: number;
  isWaiting: boolean;
  lastAt: number;
}

/** A connection that was answered and is silent for this long is idle, as those that are kept for later are. */
const idleMs = 250;
const pollMs = 25;

/** The connections that callers have to services through relays and the gateway. */
export class Passages {
  readonly #open = new Set<Open>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  open(port: number): Passage {
    const passage: Open = { port, isWaiting: true, lastAt: this.#now() };
    this.#open.add(passage);
    return {
      asked: () => {
        passage.isWaiting = true;
      },
      answered: () => {
        passage.isWaiting = false;
        passage.lastAt = this.#now();
      },
      closed: () => {
        this.#open.delete(passage);
      },
    };
  }

  /** Does a caller still wait for an answer of one of these ports, or is one just being given? */
  isBusy(ports: readonly number[]): boolean {
    const now = this.#now();
    return [...this.#open].some(
      ({ port, isWaiting, lastAt }) => ports.includes(port) && (isWaiting || now - lastAt < idleMs),
    );
  }

  /** Resolves when no caller waits for an answer of these ports, or after `limitMs`. */
  async drained(ports: readonly number[], limitMs: number): Promise<void> {
    const deadline = this.#now() + limitMs;
    const never = new AbortController().signal;
    while (this.isBusy(ports) && this.#now() < deadline) await delay(pollMs, never);
  }
}
