import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import type { Clock } from '../../model/clock.js';
import { UserError } from '../../model/errors.js';
import { repositoryAddress } from './address.js';
import { cloneName, pruneClones } from './cloneShelf.js';
import { ConfigRepository } from './configRepository.js';
import type { Git } from './git.js';
import { isDone } from './gitChange.js';
import { Journal } from './journal.js';

/** Our own clones of the configuration repositories that engines name, and the journals of changes in them. */
export class Clones {
  readonly #folder: string;
  readonly #git: Git;
  readonly #clock: Clock;
  readonly #repositories = new Map<string, ConfigRepository>();
  #prunedAt = -Infinity;

  constructor(folder: string, git: Git, clock: Clock) {
    this.#folder = folder;
    this.#git = git;
    this.#clock = clock;
  }

  /** Of one engine. */
  journalOf(engine: string): Journal {
    return new Journal(path.join(this.#folder, changes, engine));
  }

  /** The clone of a repository; those that nobody needs any more are taken away meanwhile, once a day. Throws `UserError`. */
  readonly at = (given: string): ConfigRepository => {
    const address = repositoryAddress(given);
    if (!address) throw new UserError('git.source', t('The engine tells a source in Git that is not used.'));
    const shelf = path.join(this.#folder, 'repositories');
    const known =
      this.#repositories.get(address.url) ?? new ConfigRepository(address, shelf, this.#git, this.#clock);
    this.#repositories.set(address.url, known);
    const now = this.#clock.now();
    if (now - this.#prunedAt > dayMs) {
      this.#prunedAt = now;
      void this.#needed(address.url).then((needed) => pruneClones(shelf, needed, now));
    }
    return known;
  };

  /** The one that is asked for, and those with a change on its way, of whatever engine: its commit may be there alone. */
  async #needed(asked: string): Promise<ReadonlySet<string>> {
    const engines = await readdir(path.join(this.#folder, changes)).catch(() => []);
    const all = await Promise.all(engines.map((engine) => this.journalOf(engine).all()));
    const open = all.flat().filter((change) => !isDone(change));
    const urls = [asked, ...open.map(({ source }) => source.repository)];
    return new Set(urls.map((url) => cloneName({ url })));
  }
}

const changes = 'changes';
const dayMs = 24 * 3_600_000;
