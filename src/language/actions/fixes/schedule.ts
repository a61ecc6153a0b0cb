import { t } from '../../../base/l10n.js';
import { addKeys } from '../../edits/addKeys.js';
import { holderAt } from '../../edits/holder.js';
import { removeEntry } from '../../edits/removeEntry.js';
import { replaceValue } from '../../edits/replaceValue.js';
import type { Proposal } from '../action.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { addTo } from './missing.js';

const everyNight = '0 3 * * *';

/** A service of type cronjob without a schedule. */
export const addSchedule: Fix = (site) => {
  const spec = holderAt(site.document, ['spec']);
  if (!spec) return [];
  const change =
    addTo(site, spec, ['schedule']) ??
    addKeys(site.document, spec, { values: { schedule: { cron: everyNight } } });
  return [
    ...proposal({ title: t('Add “{0}”', 'schedule'), isPreferred: true }, change),
    ...changeType(site, 'job'),
  ];
};

/** A schedule on a service that runs all the time. */
export const dropSchedule: Fix = (site) => {
  const schedule = holderAt(site.document, ['spec', 'schedule']);
  if (!schedule) return [];
  return [
    ...proposal({ title: t('Remove “{0}”', 'schedule') }, removeEntry(site.document, schedule)),
    ...changeType(site, 'cronjob'),
  ];
};

function changeType({ document }: FindingSite, type: string): Proposal[] {
  const holder = holderAt(document, ['spec', 'type']);
  return proposal(
    { title: t('Change the type to {0}', type) },
    holder && replaceValue(document, holder, type),
  );
}
