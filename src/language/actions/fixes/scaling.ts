import { t } from '../../../base/l10n.js';
import { asMap } from '../../documents/yamlDocument.js';
import { addKeys } from '../../edits/addKeys.js';
import type { Change } from '../../edits/change.js';
import { holderAt, type Holder } from '../../edits/holder.js';
import { replaceValue } from '../../edits/replaceValue.js';
import { proposal, type Fix, type FindingSite } from './fix.js';
import { valueAt } from './missing.js';

interface Range {
  readonly minReplicas?: unknown;
  readonly maxReplicas?: unknown;
}

/** Brings `minReplicas` and `maxReplicas` into order, in every environment that takes part of them over. */
export const orderReplicas: Fix = (site) => {
  const { document, holder } = site;
  const scaling = holder.parent;
  const own = scaling && (asMap(valueAt(document.value, scaling.path)) as Range | undefined);
  if (!scaling || !own) return [];
  const base: Range = asMap(valueAt(document.value, ['spec', 'scaling'])) ?? {};
  const heirs = scaling.path[1] === 'scaling' ? heirsOf(document.value) : [];
  const { minReplicas: min, maxReplicas: max } = { ...base, ...own };
  if (typeof min !== 'number' || typeof max !== 'number') return [];
  const isRight = (range: Range): boolean =>
    [{}, ...heirs].every((heir) => isOrdered({ ...base, ...own, ...range, ...heir }));
  const needed = Math.max(
    min,
    ...heirs.flatMap(({ minReplicas, maxReplicas }) =>
      maxReplicas === undefined && typeof minReplicas === 'number' ? [minReplicas] : [],
    ),
  );
  const raise = isRight({ maxReplicas: needed }) ? put(site, scaling, 'maxReplicas', needed) : undefined;
  const lower = max > 0 && isRight({ minReplicas: max }) ? put(site, scaling, 'minReplicas', max) : undefined;
  const isBoth = own.minReplicas !== undefined && own.maxReplicas !== undefined;
  const swapped = isBoth && max > 0 && isRight({ minReplicas: max, maxReplicas: min });
  const swap = swapped
    ? [put(site, scaling, 'maxReplicas', min), put(site, scaling, 'minReplicas', max)].flatMap(
        (change) => change ?? [],
      )
    : [];
  return [
    ...proposal({ title: t('Set maxReplicas to {0}', needed), isPreferred: true }, raise),
    ...proposal({ title: t('Set minReplicas to {0}', max) }, lower),
    ...proposal({ title: t('Swap the two values') }, swap.length === 2 ? swap : undefined),
  ];
};

/** What environments say of scaling for themselves. */
function heirsOf(value: unknown): Range[] {
  const environments = asMap(valueAt(value, ['spec', 'environments'])) ?? {};
  return Object.values(environments).flatMap((environment): Range[] => {
    const scaling = asMap(asMap(environment)?.['scaling']);
    return scaling ? [scaling] : [];
  });
}

function isOrdered({ minReplicas: min, maxReplicas: max }: Range): boolean {
  return typeof min !== 'number' || typeof max !== 'number' || max >= min;
}

function put({ document }: FindingSite, scaling: Holder, key: string, value: number): Change | undefined {
  const holder = holderAt(document, [...scaling.path, key]);
  if (holder) return replaceValue(document, holder, value);
  return addKeys(document, scaling, { values: { [key]: value } });
}
