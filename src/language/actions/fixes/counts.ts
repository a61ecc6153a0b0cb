import { isDeepEqual } from '../../../base/deepEqual.js';
import { isMap, isSeq } from 'yaml';
import { t } from '../../../base/l10n.js';
import { keyOf } from '../../documents/plainValue.js';
import { addKeys } from '../../edits/addKeys.js';
import { holderAt, type Holder } from '../../edits/holder.js';
import { removeEntry } from '../../edits/removeEntry.js';
import { replaceValue } from '../../edits/replaceValue.js';
import type { Proposal } from '../action.js';
import { isThroughAlias, proposal, schemasOf, type Fix, type FindingSite } from './fix.js';
import { byPaths } from './mends.js';
import { nameFor, valueAt } from './missing.js';
import { sampleOf } from './sample.js';

/** Mends a list or a map with too many entries, or too few. */
export const mendCount: Fix = (site) => {
  if (isThroughAlias(site)) return [];
  const { node, list } = site.holder;
  if (list && site.holder.parent) return removeRepeated(site, site.holder.parent);
  if (isSeq(node) && node.items.length > 0) return removeRepeated(site, site.holder);
  if (isMap(node) && node.items.length > 1 && isSingle(site)) return keepOne(site);
  return addFirst(site);
};

function removeRepeated({ document }: FindingSite, holder: Holder): Proposal[] {
  const items = valueAt(document.value, holder.path);
  if (!Array.isArray(items)) return [];
  const index = items.findIndex((item, at) => items.slice(0, at).some((other) => isDeepEqual(item, other)));
  const item = index < 0 ? undefined : holderAt(document, [...holder.path, index]);
  if (!item) return [];
  const about = { title: t('Remove the repeated item'), isPreferred: true };
  return proposal(about, removeEntry(document, item));
}

function isSingle(site: FindingSite): boolean {
  return schemasOf(site, site.holder.path).some(({ maxProperties }) => maxProperties === 1);
}

/** One proposal for each entry that can stay. */
function keepOne({ document, holder }: FindingSite): Proposal[] {
  const { node } = holder;
  if (!isMap(node)) return [];
  const names = node.items.map(({ key }) => keyOf(key) ?? '');
  return names.slice(0, 5).flatMap((kept) => {
    const others = names.filter((name) => name !== kept);
    const changes = others.map((name) => ({ remove: [...holder.path, name] }));
    return proposal({ title: t('Keep only “{0}”', kept) }, byPaths(document, changes));
  });
}

/** Something to begin with in what is empty. */
function addFirst(site: FindingSite): Proposal[] {
  const { kind, document, holder } = site;
  const wanted = kind && { kind, value: document.value, path: holder.path, name: nameFor(site) };
  const sample = wanted && sampleOf(wanted);
  if (Array.isArray(sample) && sample.length > 0) {
    return proposal({ title: t('Add an item') }, replaceValue(document, holder, sample));
  }
  if (typeof sample !== 'object' || sample === null || Array.isArray(sample)) return [];
  const name = Object.keys(sample)[0];
  if (name === undefined) return [];
  return proposal(
    { title: t('Add “{0}”', name), isPreferred: true },
    addKeys(document, holder, { values: { ...sample } }),
  );
}
