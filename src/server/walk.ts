import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { walkYaml, type WalkEntry, type WalkBudget } from './yamlWalk.js';

/** `walkYaml` on this machine's disk, by path. */
export function yamlFiles(folder: string, budget?: WalkBudget, signal?: AbortSignal): AsyncGenerator<string> {
  return walkYaml(folder, readFolder, budget, signal);
}

/** What is in a folder on disk, by path. */
export async function readFolder(folder: string): Promise<WalkEntry<string>[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.map((entry) => ({
    name: entry.name,
    kind: kindOf(entry),
    place: path.join(folder, entry.name),
  }));
}

function kindOf(entry: Dirent): WalkEntry<string>['kind'] {
  if (entry.isDirectory()) return 'folder';
  return entry.isFile() ? 'file' : 'other';
}
