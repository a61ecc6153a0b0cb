import { folderOf } from '../documents/uris.js';
import { asMap } from '../documents/yamlDocument.js';
import { catalogEntity, foldersUp } from '../services/catalogOwner.js';
import { codeOwner } from '../services/codeOwners.js';
import { slug } from './fixes/slug.js';
import type { Site } from './scene.js';

/** An owner, and the file that names them. */
export interface WrittenOwner {
  readonly owner: string;
  readonly file: string;
}

/** Who owns a service by other files: the catalogue's word before that of CODEOWNERS. */
export async function writtenOwner({ scene, document }: Site): Promise<WrittenOwner | undefined> {
  const { ports, source, query } = scene;
  const roots = query.workspaceRoots ?? ports.workspace?.roots ?? [];
  const folder = folderOf(source.uri);
  const name = asMap(document.map?.['metadata'])?.['name'];
  const entity = await catalogEntity(ports.files, folder, typeof name === 'string' ? name : '', roots);
  if (entity?.facts.owner !== undefined) return { owner: entity.facts.owner, file: 'catalog-info.yaml' };
  const written = await codeOwner(ports.files, source.uri, foldersUp(folder, roots));
  const owner = written === undefined ? undefined : entityRefOf(written);
  return owner === undefined ? undefined : { owner, file: 'CODEOWNERS' };
}

/** `@org/team` is a group, `@person` a user; whose an address is, only the catalogue can tell. */
function entityRefOf(codeOwner: string): string | undefined {
  const [, org, team] = /^@([^/@]+)(?:\/(.+))?$/.exec(codeOwner) ?? [];
  if (team !== undefined) return slug(team);
  const user = org === undefined ? undefined : slug(org);
  return user === undefined ? undefined : `user:${user}`;
}

const most = 4;

/** The owners that other services of the workspace have, the most frequent first, then those that the platform knows. */
export async function knownOwners({ scene }: Site): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const { value } of scene.ports.workspace?.documents() ?? []) {
    const owner = asMap(value['spec'])?.['owner'];
    if (typeof owner === 'string' && owner !== '') counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  const around = [...counts].sort(([, a], [, b]) => b - a).map(([owner]) => owner);
  const answer = await scene.ports.catalog?.query({ kind: 'owner', limit: most });
  const live = (answer?.entries ?? []).map(({ name }) => name);
  return [...new Set([...around, ...live])].slice(0, most);
}
