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
  /** Hears that the walk ended before it had looked at everything. */
  readonly onExceeded?: () => void;
}

export const standardBudget: WalkBudget = { entries: 200_000 };

export interface WalkEntry<Place> {
  readonly name: string;
  /** Symbolic links are neither. */
  readonly kind: 'file' | 'folder' | 'other';
  /** What names it to the one who reads: a path or a URI. */
  readonly place: Place;
}

/**
 * The YAML files below a folder, and the JSON Schemas (`schema.json`, `*.schema.json`), in the order of their names.
 * Symbolic links are not followed, folders that cannot be read are passed over. Rejects when the folder itself cannot be read.
 */
export async function* walkYaml<Place>(
  root: Place,
  readFolder: (folder: Place) => Promise<readonly WalkEntry<Place>[]>,
  budget: WalkBudget = standardBudget,
  signal?: AbortSignal,
): AsyncGenerator<Place> {
  let left = budget.entries;
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    signal?.throwIfAborted();
    const entries = await readFolder(next).catch((error: unknown) => {
      if (next === root) throw error;
      return [];
    });
    const folders: Place[] = [];
    for (const { name, kind, place } of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (--left < 0) {
        budget.onExceeded?.();
        return;
      }
      if (kind === 'folder' && !excludedFolders.has(name)) folders.push(place);
      else if (kind === 'file' && isRead(name)) yield place;
    }
    waiting.push(...folders.reverse());
  }
}

/** Whether a walk from `root`, both URIs, would come to this file if it is there. */
export function isYamlBelow(root: string, uri: string): boolean {
  const folder = `${root.replace(/\/$/, '')}/`;
  if (!uri.startsWith(folder) || !isRead(uri)) return false;
  return !uri
    .slice(folder.length)
    .split('/')
    .some((part) => excludedFolders.has(part));
}

/** Files that may hold manifests, or the schemas of some. */
export function isRead(name: string): boolean {
  return /(?:\.ya?ml|(?:^|[./])schema\.json)$/i.test(name);
}
