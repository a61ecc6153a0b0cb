import { PlatformError } from '../../model/errors.js';
import type { Clock } from '../../model/clock.js';
import type { Client } from '../http/client.js';
import { prometheusCalls, type Sample } from './calls.js';
import { grouped } from '../../base/grouped.js';
import { tagLabel, tagged } from './promql.js';
import { Rest } from './rest.js';

/** What expressions gave, by their text; a failure instead where one could not be computed. */
export type Answers = ReadonlyMap<string, readonly Sample[] | PlatformError>;

/** Expressions in one query. */
const mostAtOnce = 100;

/** Asks many things at once, and what is heavy apart from what is not. */
export class Questions {
  readonly #client: Client;
  /** Recording rules still answer when what is computed is too much. */
  readonly #rests: Readonly<Record<'recorded' | 'light' | 'heavy', Rest>>;
  /** What the server said of its answers since somebody last took it. */
  readonly #warnings = new Set<string>();

  constructor(client: Client, clock: Clock) {
    this.#client = client;
    this.#rests = { recorded: new Rest(clock), light: new Rest(clock), heavy: new Rest(clock) };
  }

  /** Answers may be partial, and say so. */
  takeWarnings(): readonly string[] {
    const taken = [...this.#warnings];
    this.#warnings.clear();
    return taken;
  }

  /** What was recorded. Rejects where the server does not tell it. */
  async recorded(expression: string, signal: AbortSignal): Promise<readonly Sample[]> {
    return await this.#rests.recorded.run(() => this.#send(expression, signal));
  }

  /**
   * Rows of several expressions: of `light` ones, or of those over weeks. That a server gives up on them is an answer
   * of its own; rejects where it does not answer at all.
   */
  async answers(
    kind: 'light' | 'heavy',
    expressions: Iterable<string>,
    signal: AbortSignal,
  ): Promise<Answers> {
    const asked = [...new Set(expressions)];
    try {
      return await this.#together(asked, this.#rests[kind], signal);
    } catch (error) {
      if (!PlatformError.is(error, 'unavailable', 'timeout', 'rate-limited')) throw error;
      return new Map(asked.map((expression) => [expression, error]));
    }
  }

  /** All in one query; where one of them is refused, halves of it, so that it spoils nothing for the others. */
  async #together(asked: readonly string[], rest: Rest, signal: AbortSignal): Promise<Answers> {
    if (asked.length === 0) return new Map();
    if (asked.length > mostAtOnce) return await this.#inHalves(asked, rest, signal);
    try {
      const query = asked.map((expression, index) => tagged(String(index), expression)).join(' or ');
      const rows = await rest.run(() => this.#send(query, signal));
      const byTag = grouped(rows, ({ labels }) => labels[tagLabel] ?? '');
      return new Map(asked.map((expression, index) => [expression, byTag.get(String(index)) ?? []]));
    } catch (error) {
      if (!PlatformError.is(error, 'invalid-request', 'too-large')) throw error;
      const [only = ''] = asked;
      if (asked.length === 1) return new Map([[only, error]]);
      return await this.#inHalves(asked, rest, signal);
    }
  }

  async #inHalves(asked: readonly string[], rest: Rest, signal: AbortSignal): Promise<Answers> {
    const middle = Math.ceil(asked.length / 2);
    const first = await this.#together(asked.slice(0, middle), rest, signal);
    return new Map([...first, ...(await this.#together(asked.slice(middle), rest, signal))]);
  }

  async #send(query: string, signal: AbortSignal): Promise<readonly Sample[]> {
    const { samples, warnings } = await this.#client.send(prometheusCalls.query(query), { signal });
    for (const warning of warnings) this.#warnings.add(warning);
    return samples;
  }
}
