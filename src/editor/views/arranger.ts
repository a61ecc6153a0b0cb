import { arrange, type Arranged } from './arranged.js';
import type { Arrangement } from './arrangement.js';
import type { Picture } from './picture.js';

/** Arranges the pictures of the platforms, and each only once until it or the arrangement changes. */
export class Arranger {
  readonly #arrangement: () => Arrangement;
  #kept: { readonly picture: Picture; readonly by: Arrangement; readonly arranged: Arranged }[] = [];

  constructor(arrangement: () => Arrangement) {
    this.#arrangement = arrangement;
  }

  get arrangement(): Arrangement {
    return this.#arrangement();
  }

  of(picture: Picture): Arranged {
    const by = this.arrangement;
    const kept = this.#kept.find((one) => one.by === by && isSame(one.picture, picture));
    if (kept) return kept.arranged;
    const alike = isByNamesAlone(by)
      ? this.#kept.find((one) => one.by === by && haveSameNames(one.picture, picture))
      : undefined;
    const arranged = alike?.arranged ?? arrange(picture, by);
    this.#kept = [{ picture, by, arranged }, ...this.#kept].slice(0, mostKept);
    return arranged;
  }
}

/** One per platform of a window with many. */
const mostKept = 8;

/** Whether the places of services do not depend on what is known of them: then a change of state moves none. */
function isByNamesAlone({ scope, grouping, filter }: Arrangement): boolean {
  return scope === 'all' && grouping === 'none' && filter === '';
}

function haveSameNames(one: Picture, other: Picture): boolean {
  const [before, after] = [one.live.services, other.live.services];
  if (one.live.roster && one.live.roster === other.live.roster) return one.workspace === other.workspace;
  if (one.workspace !== other.workspace || before.size !== after.size) return false;
  for (const name of before.keys()) if (!after.has(name)) return false;
  return true;
}

function isSame(one: Picture, other: Picture): boolean {
  return (
    one.workspace === other.workspace &&
    one.me === other.me &&
    one.owners === other.owners &&
    one.live.services === other.live.services &&
    one.live.environments === other.live.environments
  );
}
