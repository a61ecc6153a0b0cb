/** What of `vscode.SecretStorage` is needed. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** Tokens in the editor's secret storage, each bound to one origin and never handed to another. */
export class PlatformTokens {
  readonly #secrets: SecretStore;

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  /** The token for the platform at `url`; empty when there is none. */
  async get(url: string): Promise<string> {
    return (await this.#secrets.get(keyOf(url))) ?? '';
  }

  async set(url: string, token: string): Promise<void> {
    if (token === '') await this.delete(url);
    else await this.#secrets.store(keyOf(url), token);
  }

  async delete(url: string): Promise<void> {
    await this.#secrets.delete(keyOf(url));
  }
}

function keyOf(url: string): string {
  return `goldenPath.token:${new URL(url).origin}`;
}
