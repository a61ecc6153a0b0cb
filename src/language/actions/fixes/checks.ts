import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { knownScorecards } from '../../scorecards/knownScorecards.js';
import type { ManifestCheck } from '../../scorecards/scorecard.js';
import { addOwner } from './owner.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { byPaths } from './mends.js';
import { nameFor, valueAt } from './missing.js';
import { sampleOf } from './sample.js';

/** Adds what a check of a scorecard misses, where the scorecard itself names no remedy that can be applied. */
export const addChecked: Fix = async (site) => {
  const check = site.data.mends ? undefined : await checkOf(site);
  if (!check || check.path.includes('*') || valueAt(site.document.value, check.path) !== undefined) return [];
  if (check.path.join('/') === 'spec/owner') return addOwner(site);
  return addSample(site, check.path);
};

function addSample(site: FindingSite, path: Path): ReturnType<typeof proposal> {
  const { kind, document } = site;
  const value = kind && sampleOf({ kind, value: document.value, path, name: nameFor(site) });
  if (value === undefined) return [];
  const title = t('Add “{0}”', String(path.at(-1)));
  return proposal({ title }, byPaths(document, [{ set: path, value }]));
}

/** The check that a finding is of. */
async function checkOf({ finding, scene: { ports } }: FindingSite): Promise<ManifestCheck | undefined> {
  const [card, ...rest] = String(finding.code)
    .replace(/^scorecard\//, '')
    .split('.');
  const known = await knownScorecards(ports, ports.workspace?.documents());
  const checks = known.find(({ name }) => name === card)?.checks;
  return checks?.find(({ name }) => name === rest.join('.'));
}
