/** The platform chosen last. Never holds a secret. */
export type LastPlatform = { readonly kind: 'local' } | { readonly kind: 'remote'; readonly url: string };

/** What of `vscode.Memento` is needed. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'goldenPath.lastPlatform';

/** Remembers over restarts which platform was chosen. */
export class PlatformMemory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get last(): LastPlatform | undefined {
    const value = this.#store.get(key);
    if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
    if (value.kind === 'local') return { kind: 'local' };
    if (value.kind !== 'remote' || !('url' in value) || typeof value.url !== 'string') return undefined;
    return { kind: 'remote', url: value.url };
  }

  async remember(last: LastPlatform | undefined): Promise<void> {
    await this.#store.update(key, last);
  }
}
