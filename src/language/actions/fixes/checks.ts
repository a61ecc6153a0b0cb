import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { knownScorecards } from '../../scorecards/knownScorecards.js';
import { patchChanges } from '../../scorecards/patchChanges.js';
import type { ManifestCheck, PlatformRemedy } from '../../scorecards/scorecard.js';
import { addOwner } from './owner.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { byPaths } from './mends.js';
import { nameFor, valueAt } from './missing.js';
import { sampleOf } from './sample.js';

/**
 * Applies the remedy of a check that the platform decided; adds what a check misses where the scorecard itself names no
 * remedy that can be applied.
 */
export const addChecked: Fix = async (site) => {
  const { check, remedy } = site.data.mends ? {} : await checkOf(site);
  const changes = remedy ? patchChanges(remedy.fix, site.document.value) : [];
  if (remedy && changes.length > 0) {
    const title = t('Apply the remedy of “{0}”', remedy.title);
    return proposal({ title, isPreferred: true }, byPaths(site.document, changes));
  }
  const path = check?.path ?? site.data.absent;
  if (!path || path.includes('*') || valueAt(site.document.value, path) !== undefined) return [];
  if (path.join('/') === 'spec/owner') return addOwner(site);
  return addSample(site, path);
};

function addSample(site: FindingSite, path: Path): ReturnType<typeof proposal> {
  const { kind, document } = site;
  const value = kind && sampleOf({ kind, value: document.value, path, name: nameFor(site) });
  if (value === undefined) return [];
  const title = t('Add “{0}”', String(path.at(-1)));
  return proposal({ title }, byPaths(document, [{ set: path, value }]));
}

/** The check that a finding is of. */
async function checkOf({ finding, scene: { ports } }: FindingSite): Promise<{
  readonly check?: ManifestCheck | undefined;
  readonly remedy?: PlatformRemedy | undefined;
}> {
  const [card, ...rest] = String(finding.code)
    .replace(/^scorecard\//, '')
    .split('.');
  const known = await knownScorecards(ports, ports.workspace?.documents());
  const rules = known.find(({ name }) => name === card);
  const isIt = ({ name }: { readonly name: string }): boolean => name === rest.join('.');
  return { check: rules?.checks.find(isIt), remedy: rules?.remedies.find(isIt) };
}
