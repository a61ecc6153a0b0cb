import { statSync, watch, type FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Disposable } from '../../base/lifecycle.js';
import { settingsFileName } from '../../model/manifestDetector.js';
import { excludedFolders, isRead } from '../../server/yamlWalk.js';

/** Changes that come this close together are one: editors write a file in several steps. */
const settleMs = 60;

/**
 * Watches the folders of files and everything below folders. It looks at folders, not at files, so that a file that is
 * replaced, deleted or made anew is seen; `refresh` finds the folders that came or went meanwhile.
 */
export class PathWatcher implements Disposable {
  readonly #paths: readonly string[];
  readonly #changed: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /** `paths` are absolute; `changed` hears of YAML files that changed, once they have settled. */
  constructor(paths: readonly string[], changed: () => void) {
    this.#paths = paths;
    this.#changed = changed;
  }

  async refresh(): Promise<void> {
    const wanted = new Set<string>();
    for (const named of this.#paths) {
      wanted.add(path.dirname(named));
      for await (const folder of foldersBelow(named)) wanted.add(folder);
    }
    if (this.#isDisposed) return;
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, (_, name) => this.#heard(folder, name));
      // The folder is gone, or cannot be watched any more: the next refresh tells.
      const lost = (): void => {
        watcher.close();
        if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
        this.#soon();
      };
      watcher.on('error', lost);
      this.#watchers.set(folder, watcher);
    } catch {
      // A folder that cannot be watched is looked at again when another one changes.
    }
  }

  #heard(folder: string, name: string | null): void {
    if (name === null || this.#matters(folder, name)) this.#soon();
  }

  /** What is inside a named folder, or a named path itself; a folder that is gone was watched. */
  #matters(folder: string, name: string): boolean {
    const full = path.join(folder, name);
    const isNamed = this.#paths.some((named) => full === named);
    const isInside = this.#paths.some((named) => full.startsWith(`${named}${path.sep}`));
    if (isNamed || name === settingsFileName) return true;
    if (!isInside || excludedFolders.has(name)) return false;
    return isRead(name) || this.#watchers.has(full) || isFolder(full);
  }

  #soon(): void {
    if (this.#isDisposed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#changed, settleMs);
  }
}

function isFolder(full: string): boolean {
  try {
    return statSync(full).isDirectory();
  } catch {
    return false;
  }
}

async function* foldersBelow(folder: string): AsyncGenerator<string> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return;
  yield folder;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory() && !excludedFolders.has(entry.name)) {
      yield* foldersBelow(path.join(folder, entry.name));
    }
  }
}
