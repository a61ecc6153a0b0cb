import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { proposal, type Fix } from './fix.js';
import { byPaths } from './mends.js';
import type { Site } from '../scene.js';

const most = 4;

/** The owners that other services of the workspace have, the most frequent first, then those that the platform knows. */
export const addOwner: Fix = async (site) => {
  const names = [...new Set([...ownersAround(site), ...(await liveOwners(site))])].slice(0, most);
  return names.flatMap((name) =>
    proposal(
      { title: t('Add owner “{0}”', name) },
      byPaths(site.document, [{ set: ['spec', 'owner'], value: name }]),
    ),
  );
};

function ownersAround({ scene }: Site): string[] {
  const counts = new Map<string, number>();
  for (const { value } of scene.ports.workspace?.documents() ?? []) {
    const owner = asMap(value['spec'])?.['owner'];
    if (typeof owner === 'string' && owner !== '') counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([owner]) => owner);
}

async function liveOwners({ scene }: Site): Promise<string[]> {
  const answer = await scene.ports.catalog?.query({ kind: 'owner', limit: most });
  return (answer?.entries ?? []).map(({ name }) => name);
}
