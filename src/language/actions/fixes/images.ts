import { t } from '../../../base/l10n.js';
import { replaceText } from '../../edits/replaceValue.js';
import { isThroughAlias, proposal, type Fix } from './fix.js';

/** An image without a version: none is made up, the one that is deployed takes its place. */
export const imageAtDeployment: Fix = (site) => {
  if (isThroughAlias(site)) return [];
  return proposal(
    { title: t('Take the image that is supplied at deployment') },
    replaceText(site.document, site.holder, '.'),
  );
};
