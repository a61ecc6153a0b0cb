import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { replaceValue } from '../../edits/replaceValue.js';
import { isThroughAlias, proposal, type Fix } from './fix.js';
import { valueAt } from './missing.js';

/** The next number that no other port has. */
export const nextFreePort: Fix = (site) => {
  const { document, holder } = site;
  const port = valueAt(document.value, holder.path);
  if (isThroughAlias(site) || typeof port !== 'number') return [];
  const ports = asMap(valueAt(document.value, holder.path.slice(0, -2))) ?? {};
  const taken = new Set(Object.values(ports).map((declared) => asMap(declared)?.['port']));
  let free = port + 1;
  while (taken.has(free)) free++;
  if (free > 65_535) return [];
  const title = t('Change to “{0}”, the next free port', String(free));
  return proposal({ title, isPreferred: true }, replaceValue(document, holder, free));
};
