/** A platform that the windows of this user were bound to. Never holds a secret. */
export type RememberedPlatform =
  | { readonly kind: 'local' }
  | {
      readonly kind: 'remote';
      readonly url: string;
      readonly type?: 'backstage';
      readonly knownAs?: string;
    };

/** What of `vscode.Memento` is needed. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'goldenPath.platforms';

/** Remembers over restarts which platforms were bound, the chosen one first. */
export class PlatformMemory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get platforms(): readonly RememberedPlatform[] {
    const value = this.#store.get(key);
    return Array.isArray(value) ? value.flatMap(platformIn) : [];
  }

  async remember(platforms: readonly RememberedPlatform[]): Promise<void> {
    await this.#store.update(key, platforms.length > 0 ? platforms : undefined);
  }
}

function platformIn(value: unknown): readonly RememberedPlatform[] {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return [];
  if (value.kind === 'local') return [{ kind: 'local' }];
  if (value.kind !== 'remote' || !('url' in value) || typeof value.url !== 'string') return [];
  const knownAs = 'knownAs' in value && typeof value.knownAs === 'string' ? { knownAs: value.knownAs } : {};
  const isBackstage = 'type' in value && value.type === 'backstage';
  return [{ kind: 'remote', url: value.url, ...(isBackstage && { type: 'backstage' as const }), ...knownAs }];
}
