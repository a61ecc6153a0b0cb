import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Folders that hold what tools made or fetched, never what people write. */
export const excludedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'dist',
  'out',
  'build',
  'target',
  'vendor',
  'coverage',
  '.terraform',
  '.cache',
  '.venv',
  '__pycache__',
  '.gradle',
  '.next',
  '.vscode-test',
]);

export interface WalkBudget {
  /** Files and folders that are looked at before the walk ends. */
  readonly entries: number;
}

export const standardBudget: WalkBudget = { entries: 200_000 };

/**
 * The YAML files below a folder, in the order of their names. Symbolic links are not followed, folders that cannot be
 * read are passed over. Rejects when the folder itself cannot be read.
 */
export async function* yamlFiles(
  folder: string,
  budget: WalkBudget = standardBudget,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  let left = budget.entries;
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    signal?.throwIfAborted();
    const entries = await readdir(next, { withFileTypes: true }).catch((error: unknown) => {
      if (next === folder) throw error;
      return [];
    });
    const folders: string[] = [];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (--left < 0) return;
      const full = path.join(next, entry.name);
      if (entry.isDirectory() && !excludedFolders.has(entry.name)) folders.push(full);
      else if (entry.isFile() && isYaml(entry.name)) yield full;
    }
    waiting.push(...folders.reverse());
  }
}

export function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}
