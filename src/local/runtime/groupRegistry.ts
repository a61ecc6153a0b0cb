import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isObject, member } from '../manifest/json.js';
import { writeFileAtomically } from '../store/stateFile.js';
import { processIdentity } from './processIdentity.js';

/** A process group of ours; `identity` tells it from a later process with the same id. */
export interface GroupEntry {
  readonly pid: number;
  readonly identity?: string;
}

/** The list of running process groups, in a file, so that a reaper can end them when we cannot. */
export class GroupRegistry {
  readonly #file: string;
  readonly #groups = new Map<number, GroupEntry>();

  /** What every process of ours is marked with. */
  readonly mark: string;

  constructor(file: string) {
    this.#file = file;
    this.mark = markOf(file);
    // Also an empty list tells the next platform which mark to look for.
    this.#write();
  }

  add(pid: number): void {
    this.#groups.set(pid, { pid });
    this.#write();
    processIdentity(pid)
      .then((identity) => {
        if (identity === undefined || !this.#groups.has(pid)) return;
        this.#groups.set(pid, { pid, identity });
        this.#write();
      })
      // Without it the group is still known by its id.
      .catch(() => undefined);
  }

  remove(pid: number): void {
    if (this.#groups.delete(pid)) this.#write();
  }

  #write(): void {
    writeFileAtomically(this.#file, JSON.stringify([...this.#groups.values()]));
  }
}

/** The mark of the processes in a registry: the name of its file. */
export function markOf(file: string): string {
  return path.basename(file, '.json');
}

/** The groups in a registry's file; none when it is missing or damaged. */
export function readGroups(file: string): readonly GroupEntry[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!Array.isArray(parsed)) return [];
    return parsed.filter(
      (item): item is GroupEntry => isObject(item) && typeof member(item, 'pid') === 'number',
    );
  } catch {
    return [];
  }
}
