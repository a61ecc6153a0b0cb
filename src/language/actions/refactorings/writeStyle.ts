import { isCollection } from 'yaml';
import { t } from '../../../base/l10n.js';
import { toBlock, toFlow } from '../../edits/collectionStyle.js';
import { isFlow } from '../../edits/extent.js';
import type { Holder } from '../../edits/holder.js';
import { proposal } from '../fixes/fix.js';
import type { Refactoring } from './refactoring.js';

/** The map or list at the cursor on one line, or as a block. */
export const writeStyle: Refactoring = {
  kind: 'refactor.rewrite',
  id: 'style',
  propose: ({ document, holder }) => {
    const place = collectionAt(holder);
    if (!place) return [];
    return isFlow(place.node)
      ? proposal({ title: t('Write it as a block') }, toBlock(document, place))
      : proposal({ title: t('Write it on one line') }, toFlow(document, place));
  },
};

/** A block at its own key; of nested ones on one line the outermost, because the inner ones cannot be blocks in it. */
function collectionAt(holder: Holder): Holder | undefined {
  if (isCollection(holder.node) && !isFlow(holder.node)) return holder;
  let place: Holder | undefined = isCollection(holder.node) ? holder : holder.parent;
  while (place?.isInFlow) place = place.parent;
  return place && isFlow(place.node) ? place : undefined;
}
