/** What of `vscode.Memento` is needed. */
interface KeyedStore {
  keys(): readonly string[];
  update(key: string, value: unknown): PromiseLike<void>;
}

/** Forgets what is kept over restarts of the platforms of an origin: it was shown to somebody who signed out. */
export async function forgetKept(store: KeyedStore, origin: string): Promise<void> {
  const prefix = `goldenPath.schemas ${origin}/`;
  for (const key of store.keys()) if (key.startsWith(prefix)) await store.update(key, undefined);
}
