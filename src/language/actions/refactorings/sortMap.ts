import { isMap } from 'yaml';
import { t } from '../../../base/l10n.js';
import { sortKeys, type Rank, type SortRefusal } from '../../edits/sortKeys.js';
import type { Holder } from '../../edits/holder.js';
import type { Path } from '../../documents/lookup.js';
import { schemasOf } from '../fixes/fix.js';
import type { Site } from '../scene.js';
import { isReadable, type Refactoring } from './refactoring.js';

/** The keys of the map at the cursor in the order in which its schema has them. */
export const sortMap: Refactoring = {
  kind: 'refactor.rewrite',
  id: 'sort',
  propose: (site) => {
    const place = mapAt(site.holder);
    if (!place || !isMap(place.node) || !isReadable(site.document)) return [];
    const title = t('Sort the keys');
    const changes = sortKeys(site.document, place.node, rankAt(site, place.path));
    if (typeof changes === 'string') return [{ title, refusal: refusalWords(changes) }];
    return changes.length > 0 ? [{ title, changes }] : [];
  },
};

/** The map that the cursor is in: the value of its key where the cursor is on that, and it is a map. */
function mapAt(holder: Holder): Holder | undefined {
  let place: Holder | undefined = holder;
  while (place && !isMap(place.node)) place = place.parent;
  return place;
}

/** The order of a map's keys in its schema; those that it does not name come last, as they are. */
export function rankAt(site: Site, path: Path): Rank {
  const names = schemasOf(site, path).flatMap(({ properties = {} }) => Object.keys(properties));
  const ranks = new Map<string, number>();
  for (const name of names) if (!ranks.has(name)) ranks.set(name, ranks.size);
  return (name) => ranks.get(name) ?? Number.MAX_SAFE_INTEGER;
}

/** Why the parts of a map cannot be moved. */
export function refusalWords(refusal: SortRefusal): string {
  switch (refusal) {
    case 'tied':
      return t('Anchors and aliases in it must keep their order.');
    case 'duplicate':
      return t('A key stands in it twice.');
    case 'layout':
      return t('Its layout cannot be kept: comments in brackets, or text that keeps its blank lines.');
  }
}
