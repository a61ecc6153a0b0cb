import type { Connection } from 'vscode-languageserver';
import type { ClientRequests } from '../language/protocol.js';
import type { CatalogAnswer, CatalogPort, CatalogQuery } from '../language/ports.js';

type Answer = ClientRequests['goldenPath/catalog']['result'];

/** How long the client may take; a later answer is kept for the next question. */
const patienceMs = 1500;
/** How long an answer is taken for what the client would say now. */
const freshMs = 5000;

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
    const key = JSON.stringify([query.kind, query.prefix ?? '', query.limit]);
    const known = this.#asked.get(key);
    if (known && performance.now() - known.at < freshMs) return known.answer;
    if (this.#asked.size > 200) this.#asked.clear();
    const answer = this.#ask(query);
    this.#asked.set(key, { at: performance.now(), answer });
    return answer;
  }

  /** What was answered may no longer hold. */
  forget(): void {
    this.#asked.clear();
  }

  async #ask(query: CatalogQuery): Promise<CatalogAnswer | undefined> {
    const asking = this.#connection
      .sendRequest<Answer>('goldenPath/catalog', query)
      .then((answer) => answer ?? undefined)
      .catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patienceMs);
    });
    const answer = await Promise.race([asking, late]);
    clearTimeout(timer);
    return answer;
  }
}
