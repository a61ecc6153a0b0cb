import type { Connection } from 'vscode-languageserver';
import { isDeepEqual } from '../base/deepEqual.js';
import type { ClientRequests } from '../language/protocol.js';
import type { CatalogAnswer, CatalogPort, CatalogQuery } from '../language/ports.js';
import { inTime } from './inTime.js';

type Answer = ClientRequests['goldenPath/catalog']['result'];

/** How long an answer is taken for what the client would say now. */
const freshMs = 5000;
/** How long it serves those who cannot wait while the client is asked again. */
const servedMs = 60_000;
/** Questions remembered at a time. */
const mostAsked = 200;

interface Asked {
  readonly at: number;
  answer: Promise<CatalogAnswer | undefined>;
}

/**
 * Live names as the client tells them. The same question is asked once in a while, however often it comes up. Who types
 * does not wait for that: what was answered a moment ago holds meanwhile, and `changed` is told when it was another.
 */
export class ClientCatalog implements CatalogPort {
  readonly #connection: Connection;
  readonly #changed: () => void;
  readonly #asked = new Map<string, Asked>();

  constructor(connection: Connection, changed: () => void) {
    this.#connection = connection;
    this.#changed = changed;
  }

  query(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    const key = JSON.stringify([query.kind, query.of ?? '', query.prefix ?? '', query.limit]);
    const known = this.#asked.get(key);
    const age = known ? performance.now() - known.at : Infinity;
    if (known && age < freshMs) return inTime(known.answer);
    if (this.#asked.size > mostAsked) this.#asked.clear();
    const answer = this.#ask(query);
    if (known && age < servedMs) {
      void this.#renew(key, known.answer, answer);
      return inTime(known.answer);
    }
    this.#asked.set(key, { at: performance.now(), answer });
    return inTime(answer);
  }

  /** What was answered may no longer hold. */
  forget(): void {
    this.#asked.clear();
  }

  #ask(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    return this.#connection
      .sendRequest<Answer>('goldenPath/catalog', query)
      .then((given) => given ?? undefined)
      .catch(() => undefined);
  }

  /** Lets the old answer hold until the new one is here. */
  async #renew(key: string, before: Asked['answer'], now: Asked['answer']): Promise<void> {
    const asked: Asked = { at: performance.now(), answer: before };
    this.#asked.set(key, asked);
    const [old, renewed] = await Promise.all([before, now]);
    asked.answer = now;
    const isForgotten = this.#asked.get(key) !== asked;
    if (!isForgotten && !isDeepEqual(withoutTime(old), withoutTime(renewed))) this.#changed();
  }
}

function withoutTime(answer: CatalogAnswer | undefined): object | undefined {
  return answer && { ...answer, fetchedAt: 0 };
}
