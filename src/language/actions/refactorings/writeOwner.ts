import { t } from '../../../base/l10n.js';
import { folderOf } from '../../documents/uris.js';
import { asMap } from '../../documents/yamlDocument.js';
import { catalogEntity, foldersUp } from '../../services/catalogOwner.js';
import { codeOwner } from '../../services/codeOwners.js';
import type { Proposal } from '../action.js';
import { proposal } from '../fixes/fix.js';
import { byPaths } from '../fixes/mends.js';
import { slug } from '../fixes/slug.js';
import { valueAt } from '../fixes/missing.js';
import { isReadable, type CursorSite, type Refactoring } from './refactoring.js';

/** Who owns a service by other files, written into its manifest: the catalogue's word before that of CODEOWNERS. */
export const writeOwner: Refactoring = {
  kind: 'refactor.rewrite',
  id: 'owner',
  propose: async (site) => {
    const { kind, document, holder } = site;
    if (kind?.name !== 'Service' || holder.path.length > 2 || !isReadable(document)) return [];
    if (valueAt(document.value, ['spec', 'owner']) !== undefined) return [];
    const { scene } = site;
    const roots = scene.query.workspaceRoots ?? [];
    const folder = folderOf(scene.source.uri);
    const name = asMap(valueAt(document.value, ['metadata']))?.['name'];
    const entity = await catalogEntity(
      scene.ports.files,
      folder,
      typeof name === 'string' ? name : '',
      roots,
    );
    const theirs = entity?.facts.owner;
    if (theirs !== undefined) return ownerFrom(site, theirs, 'catalog-info.yaml');
    const written = await codeOwner(scene.ports.files, scene.source.uri, foldersUp(folder, roots));
    const owner = written === undefined ? undefined : entityRefOf(written);
    return owner === undefined ? [] : ownerFrom(site, owner, 'CODEOWNERS');
  },
};

function ownerFrom({ document }: CursorSite, owner: string, file: string): Proposal[] {
  const title = t('Add owner “{0}” from {1}', owner, file);
  return proposal({ title }, byPaths(document, [{ set: ['spec', 'owner'], value: owner }]));
}

/** `@org/team` is a group, `@person` a user; whose an address is, only the catalogue can tell. */
function entityRefOf(codeOwner: string): string | undefined {
  const [, org, team] = /^@([^/@]+)(?:\/(.+))?$/.exec(codeOwner) ?? [];
  if (team !== undefined) return slug(team);
  const user = org === undefined ? undefined : slug(org);
  return user === undefined ? undefined : `user:${user}`;
}
