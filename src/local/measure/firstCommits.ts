import { git } from '../releases/git.js';
import type { ServiceRecord } from '../store/state.js';

/** When the first commit of services was made, asked of git once per service. */
export class FirstCommits {
  readonly #known = new Map<string, number>();

  /** Of those that are in a repository on this machine; ms since 1970. */
  async of(records: readonly ServiceRecord[]): Promise<ReadonlyMap<string, number>> {
    for (const { name, folder } of records) {
      if (folder !== undefined && !this.#known.has(name)) {
        const time = await firstCommit(folder);
        if (time !== undefined) this.#known.set(name, time);
      }
    }
    return this.#known;
  }
}

async function firstCommit(folder: string): Promise<number | undefined> {
  const { ok, stdout } = await git(['log', '--reverse', '--format=%cI', '--', '.'], {
    cwd: folder,
    timeoutMs: 5_000,
  });
  const time = ok ? Date.parse(stdout.split('\n', 1)[0] ?? '') : NaN;
  return Number.isNaN(time) ? undefined : time;
}
