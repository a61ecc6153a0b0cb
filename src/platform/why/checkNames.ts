import { t } from '../../base/l10n.js';
import type { WhyCheck } from './explain.js';

/** What a check looked at, for a person. */
export function checkName(check: WhyCheck): string {
  switch (check) {
    case 'manifest':
      return t('Manifest');
    case 'permission':
      return t('Permission');
    case 'freeze':
      return t('Freeze');
    case 'operation':
      return t('Under way');
    case 'gates':
      return t('Gates');
    case 'plan':
      return t('Plan');
    case 'health':
      return t('Health');
    case 'deployment':
      return t('Last deployment');
    case 'events':
      return t('Events');
    case 'logs':
      return t('Log');
  }
}
