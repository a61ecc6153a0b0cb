import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { addKeys } from '../../edits/addKeys.js';
import type { Change } from '../../edits/change.js';
import { holderAt, type Holder } from '../../edits/holder.js';
import { replaceValue } from '../../edits/replaceValue.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { valueAt } from './missing.js';

/** Brings `minReplicas` and `maxReplicas` into order. */
export const orderReplicas: Fix = (site) => {
  const { document, holder } = site;
  const scaling = holder.parent;
  const own = scaling && asMap(valueAt(document.value, scaling.path));
  if (!scaling || !own) return [];
  const merged = { ...asMap(valueAt(document.value, ['spec', 'scaling'])), ...own };
  const { minReplicas: min, maxReplicas: max } = merged;
  if (typeof min !== 'number' || typeof max !== 'number') return [];
  const raise = put(site, scaling, 'maxReplicas', min);
  const lower = max > 0 ? put(site, scaling, 'minReplicas', max) : undefined;
  const swap =
    'minReplicas' in own && 'maxReplicas' in own && max > 0 && raise && lower
      ? [{ ...raise }, { ...lower }]
      : undefined;
  return [
    ...proposal({ title: t('Set maxReplicas to {0}', min), isPreferred: true }, raise),
    ...proposal({ title: t('Set minReplicas to {0}', max) }, lower),
    ...proposal({ title: t('Swap the two values') }, swap),
  ];
};

function put({ document }: FindingSite, scaling: Holder, key: string, value: number): Change | undefined {
  const holder = holderAt(document, [...scaling.path, key]);
  if (holder) return replaceValue(document, holder, value);
  return addKeys(document, scaling, { values: { [key]: value } });
}
