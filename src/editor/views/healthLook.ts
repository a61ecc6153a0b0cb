import { t } from '../../base/l10n.js';
import { knownHealth, type Health } from '../../model/catalog.js';

/** A product icon and the theme colour it is drawn in. */
export interface Look {
  readonly icon: string;
  readonly color?: string;
}

const looks: Readonly<Record<Health, Look>> = {
  Healthy: { icon: 'pass-filled', color: 'goldenPath.success' },
  Progressing: { icon: 'sync', color: 'charts.blue' },
  Degraded: { icon: 'error', color: 'goldenPath.error' },
  Suspended: { icon: 'debug-pause', color: 'disabledForeground' },
  Missing: { icon: 'warning', color: 'goldenPath.warning' },
  Unknown: { icon: 'question', color: 'disabledForeground' },
};

export const notDeployedLook: Look = { icon: 'circle-large-outline', color: 'disabledForeground' };

/** How a health word looks; an unknown word looks like `Unknown`. */
export function healthLook(health: string | undefined): Look {
  return looks[knownHealth(health)];
}

/** The health word for a person; a word that is new to us is shown as it came. */
export function healthWord(health: string): string {
  switch (health) {
    case 'Healthy':
      return t('Healthy');
    case 'Progressing':
      return t('Progressing');
    case 'Degraded':
      return t('Degraded');
    case 'Suspended':
      return t('Suspended');
    case 'Missing':
      return t('Missing');
    case 'Unknown':
      return t('Unknown');
    default:
      return health;
  }
}
