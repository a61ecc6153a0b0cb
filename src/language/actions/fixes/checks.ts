import { t } from '../../../base/l10n.js';
import type { Path } from '../../documents/lookup.js';
import { scorecardRules, type ManifestCheck } from '../../scorecards/scorecard.js';
import { addOwner } from './owner.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { byPaths } from './mends.js';
import { nameFor, valueAt } from './missing.js';
import { sampleOf } from './sample.js';

/** Adds what a check of a scorecard misses, where the scorecard itself names no remedy that can be applied. */
export const addChecked: Fix = (site) => {
  const check = site.data.mends ? undefined : checkOf(site);
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

/** The check that a finding is of, as a scorecard of the workspace has it. */
function checkOf({ finding, scene }: FindingSite): ManifestCheck | undefined {
  const [card, ...rest] = String(finding.code)
    .replace(/^scorecard\//, '')
    .split('.');
  const described = scene.ports.workspace
    ?.documents()
    ?.find(({ kind, name }) => kind === 'Scorecard' && name === card);
  const checks = described && scorecardRules(described.name ?? '', described.value['spec']).checks;
  return checks?.find(({ name }) => name === rest.join('.'));
}
