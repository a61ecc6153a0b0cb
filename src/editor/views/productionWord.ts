import { t } from '../../base/l10n.js';

/** The word that says that something is production, where what stands beside it does not: the side bar is narrow. */
export function productionWord(production: boolean, label: string): readonly string[] {
  return production && !/\bprod(uction)?\b/i.test(label) ? [t('production')] : [];
}
