import { t } from '../../base/l10n.js';
import type { Origin } from './knownNames.js';

const minute = 60_000;

/** Where a name comes from, in a word or two: `workspace`, `live`, `12 min ago`. `now`: ms since 1970. */
export function freshness(origin: Origin, now: number): string {
  if (origin.from === 'workspace') return t('workspace');
  if (origin.isLive) return t('live');
  const minutes = Math.max(1, Math.round((now - origin.fetchedAt) / minute));
  if (minutes < 60) return t('{0} min ago', minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t('{0} h ago', hours) : t('{0} days ago', Math.round(hours / 24));
}
