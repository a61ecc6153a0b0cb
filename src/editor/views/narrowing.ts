import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import type { Arrangement } from './arrangement.js';

/** What is left out of the Services view, in a line above it; `undefined` while nothing is. */
export function narrowingMessage(
  { scope, filter }: Arrangement,
  shown: number,
  total: number,
): string | undefined {
  const count = t('{0} of {1} services', counted(shown), counted(total));
  if (filter !== '') {
    return scope === 'all'
      ? t('{0} match “{1}”.', count, filter)
      : t('{0} match “{1}” in “{2}”.', count, filter, scopeWord(scope));
  }
  return scope === 'all' ? undefined : t('{0}: {1}.', scopeWord(scope), count);
}

export function scopeWord(scope: Arrangement['scope']): string {
  switch (scope) {
    case 'workspace':
      return t('This workspace');
    case 'mine':
      return t('Mine');
    case 'all':
      return t('All');
  }
}

export function groupingWord(grouping: Arrangement['grouping']): string {
  switch (grouping) {
    case 'none':
      return t('Not grouped');
    case 'owner':
      return t('By owner');
    case 'system':
      return t('By system');
    case 'environment':
      return t('By environment');
    case 'tier':
      return t('By tier');
    case 'health':
      return t('By health');
  }
}
