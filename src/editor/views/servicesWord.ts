import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';

/** So many services, in words. */
export function servicesWord(count: number): string {
  return count === 1 ? t('1 service') : t('{0} services', counted(count));
}
