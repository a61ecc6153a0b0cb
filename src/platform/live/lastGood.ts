import type { LiveSnapshot } from '../../model/live.js';
import { pictureOf, textOf, type KeptPicture, type Portions } from './pictureText.js';

/** Where texts are kept over restarts: a folder of the editor, another of the command line. */
export interface Shelf {
  /** `undefined` when there is none, or none that can be read. Never rejects. */
  read(name: string): Promise<string | undefined>;
  /** All of it or nothing. Never rejects. */
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Above this many characters a picture is not kept: some 20,000 services. */
const maxLength = 16 * 1024 * 1024;

/** The last good picture of one platform as one account saw it. Holds no token. Nothing here rejects. */
export class LastGood {
  readonly #shelf: Shelf;
  readonly #url: string;
  readonly #account: () => Promise<string>;
  readonly #portions: Portions = new Map();

  /** `account` names who looks now, in any words that are no secret. */
  constructor(shelf: Shelf, url: string, account: () => Promise<string>) {
    this.#shelf = shelf;
    this.#url = url;
    this.#account = account;
  }

  async load(): Promise<KeptPicture | undefined> {
    const owner = await this.#owner();
    if (owner === undefined) return undefined;
    const text = await this.#shelf.read(await nameOf(owner));
    return text === undefined ? undefined : pictureOf(owner, text);
  }

  async keep(snapshot: LiveSnapshot): Promise<void> {
    const owner = await this.#owner();
    if (owner === undefined) return;
    const text = await textOf(owner, snapshot, maxLength, this.#portions);
    const name = await nameOf(owner);
    // An old picture beside a new one that is too large would only mislead.
    if (text === undefined) await this.#shelf.remove(name);
    else await this.#shelf.write(name, text);
  }

  async forget(): Promise<void> {
    const owner = await this.#owner();
    if (owner !== undefined) await this.#shelf.remove(await nameOf(owner));
  }

  /** `undefined` where nobody can say who looks: then nothing is kept. */
  async #owner(): Promise<string | undefined> {
    try {
      return `${this.#url}\n${await this.#account()}`;
    } catch {
      return undefined;
    }
  }
}

/** A name that tells nothing: the first 128 bits of the owner's SHA-256. */
async function nameOf(owner: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(owner));
  const hex = [...new Uint8Array(hash).slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0'));
  return `${hex.join('')}.jsonl`;
}
