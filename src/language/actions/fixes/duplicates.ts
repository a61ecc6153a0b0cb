import type { Node } from 'yaml';
import { t } from '../../../base/l10n.js';
import { keyOf } from '../../documents/plainValue.js';
import { entriesOf } from '../../edits/extent.js';
import type { Holder } from '../../edits/holder.js';
import { removeEntry } from '../../edits/removeEntry.js';
import { proposal, type Fix } from './fix.js';

/** Of two keys of one name takes one out. When both say the same there is nothing to choose. */
export const removeDuplicate: Fix = ({ holder, document, isOnKey }) => {
  const { map, index } = holder;
  const name = holder.path.at(-1);
  if (!isOnKey || !map || name === undefined) return [];
  const firstIndex = map.items.findIndex(({ key }) => keyOf(key) === name);
  const first: Holder = {
    ...holder,
    index: firstIndex,
    node: (map.items[firstIndex]?.value ?? null) as Node | null,
  };
  const entries = entriesOf(document.text, map);
  const [a, b] = [entries?.[firstIndex], entries?.[index]];
  if (!a || !b || firstIndex === index) return [];
  const isSame = document.text.slice(a.at, a.end) === document.text.slice(b.at, b.end);
  const safe = isSame && { isPreferred: true, isSafe: true };
  return [
    ...proposal({ title: t('Remove this “{0}”', String(name)), ...safe }, removeEntry(document, holder)),
    ...(isSame
      ? []
      : proposal({ title: t('Remove the first “{0}”', String(name)) }, removeEntry(document, first))),
  ];
};
