import { t } from '../../../base/l10n.js';
import { valueAt } from '../fixes/missing.js';
import { proposal } from '../fixes/fix.js';
import { byPaths } from '../fixes/mends.js';
import { writtenOwner } from '../owners.js';
import { isReadable, type Refactoring } from './refactoring.js';

/** Who owns a service by other files, written into its manifest. */
export const writeOwner: Refactoring = {
  kind: 'refactor.rewrite',
  id: 'owner',
  propose: async (site) => {
    const { kind, document, holder } = site;
    if (kind?.name !== 'Service' || holder.path.length > 2 || !isReadable(document)) return [];
    if (valueAt(document.value, ['spec', 'owner']) !== undefined) return [];
    const found = await writtenOwner(site);
    if (!found) return [];
    const title = t('Add owner “{0}” from {1}', found.owner, found.file);
    return proposal({ title }, byPaths(document, [{ set: ['spec', 'owner'], value: found.owner }]));
  },
};
