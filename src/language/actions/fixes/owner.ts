import { t } from '../../../base/l10n.js';
import { knownOwners, writtenOwner } from '../owners.js';
import { proposal, type Fix } from './fix.js';
import { byPaths } from './mends.js';

/** Who owns the service by other files; else the owners of other services. */
export const addOwner: Fix = async (site) => {
  const written = await writtenOwner(site);
  const put = (owner: string): ReturnType<typeof byPaths> =>
    byPaths(site.document, [{ set: ['spec', 'owner'], value: owner }]);
  if (written) {
    const { owner, file } = written;
    return proposal({ title: t('Add owner “{0}” from {1}', owner, file), isPreferred: true }, put(owner));
  }
  const known = await knownOwners(site);
  return known.flatMap((name) => proposal({ title: t('Add owner “{0}”', name) }, put(name)));
};
