import { t } from '../../../base/l10n.js';
import { removeEntry } from '../../edits/removeEntry.js';
import { asMap } from '../../documents/yamlDocument.js';
import { isThroughAlias, proposal, schemasOf, type Fix, type FindingSite } from './fix.js';
import { valueAt } from './missing.js';
import { requiredOf } from './sample.js';

/** Takes a key out that nobody knows. */
export const removeUnknown: Fix = (site) => {
  const { holder, document, isOnKey } = site;
  const name = holder.path.at(-1);
  if (!isOnKey || isThroughAlias(site) || isMeantForRequired(site)) return [];
  return proposal({ title: t('Remove “{0}”', String(name)) }, removeEntry(document, holder));
};

/** A required key that is misspelt: without it the map would lack what it needs. */
function isMeantForRequired(site: FindingSite): boolean {
  const { data, holder, document } = site;
  const path = holder.parent?.path ?? [];
  const map = asMap(valueAt(document.value, path));
  const { suggestion } = data;
  if (suggestion === undefined || !map || Object.hasOwn(map, suggestion)) return false;
  return requiredOf(schemasOf(site, path)).includes(suggestion);
}
