import { t } from '../../../base/l10n.js';
import { removeEntry } from '../../edits/removeEntry.js';
import { asMap } from '../../documents/yamlDocument.js';
import { isThroughAlias, proposal, type Fix, type FindingSite } from './fix.js';
import { valueAt } from './missing.js';

/** Takes a key out that nobody knows, and that is no misspelling. */
export const removeUnknown: Fix = (site) => {
  const { holder, document, isOnKey } = site;
  const name = holder.path.at(-1);
  if (!isOnKey || isThroughAlias(site) || isMisspelt(site)) return [];
  return proposal({ title: t('Remove “{0}”', String(name)) }, removeEntry(document, holder));
};

/** Whether there is a better way than to lose what stands there. */
function isMisspelt({ data, holder, document }: FindingSite): boolean {
  const map = asMap(valueAt(document.value, holder.parent?.path ?? []));
  return data.suggestion !== undefined && map !== undefined && !Object.hasOwn(map, data.suggestion);
}
