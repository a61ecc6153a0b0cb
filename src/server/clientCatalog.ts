import type { Connection } from 'vscode-languageserver';
import type { ClientRequests } from '../language/protocol.js';
import type { CatalogAnswer, CatalogPort, CatalogQuery } from '../language/ports.js';
import { inTime } from './inTime.js';

type Answer = ClientRequests['goldenPath/catalog']['result'];

/** How long an answer is taken for what the client would say now. */
const freshMs = 5000;
/** Questions remembered at a time. */
const mostAsked = 200;

interface Asked {
  readonly at: number;
  readonly answer: Promise<CatalogAnswer | undefined>;
}

/** Live names as the client tells them. The same question is asked once in a while, however often it comes up. */
export class ClientCatalog implements CatalogPort {
  readonly #connection: Connection;
  readonly #asked = new Map<string, Asked>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  query(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    const key = JSON.stringify([query.kind, query.of ?? '', query.prefix ?? '', query.limit]);
    const known = this.#asked.get(key);
    if (known && performance.now() - known.at < freshMs) return inTime(known.answer);
    if (this.#asked.size > mostAsked) this.#asked.clear();
    const answer = this.#connection
      .sendRequest<Answer>('goldenPath/catalog', query)
      .then((given) => given ?? undefined)
      .catch(() => undefined);
    this.#asked.set(key, { at: performance.now(), answer });
    return inTime(answer);
  }

  /** What was answered may no longer hold. */
  forget(): void {
    this.#asked.clear();
  }
}
