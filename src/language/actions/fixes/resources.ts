import { t } from '../../../base/l10n.js';
import { addKeys } from '../../edits/addKeys.js';
import { holderAt } from '../../edits/holder.js';
import { workloadOf } from '../../rules/workloads.js';
import { proposal, type Fix } from './fix.js';
import { nameFor } from './missing.js';
import { sampleOf } from './sample.js';

/** Adds the resource that a placeholder names. */
export const addResource: Fix = (site) => {
  const { document, kind, start } = site;
  const name = /^\$\{resources\.([^.}\s]+)/.exec(document.text.slice(start, start + 200))?.[1];
  const workload = kind && workloadOf(document, kind);
  const holder = workload && holderAt(document, workload.path);
  if (name === undefined || !kind || !workload || !holder) return [];
  const path = [...workload.path, 'resources'];
  const sample = sampleOf({ kind, value: document.value, path: [...path, name], name: nameFor(site) });
  if (sample === undefined) return [];
  const resources = holderAt(document, path);
  const change = resources
    ? addKeys(document, resources, { values: { [name]: sample } })
    : addKeys(document, holder, { values: { resources: { [name]: sample } } });
  return proposal({ title: t('Add resource “{0}”', name) }, change);
};
