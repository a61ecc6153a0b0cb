import { t } from '../../base/l10n.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Standing } from '../../webview/dashboards/model.js';
import { staleMessage } from '../views/statusText.js';

/** How the platform answers, in a word and a sentence. `slow`: the reading takes longer than a person expects. */
export function standingOf(live: LiveSnapshot, platform: string, slow: boolean): Standing {
  switch (live.status) {
    case 'live':
      return slow ? slowly(platform) : { state: 'live' };
    case 'loading':
      return slow ? slowly(platform) : { state: 'loading' };
    case 'stale': {
      const message = staleMessage(live) ?? t('Not reachable. Retrying.');
      return { state: 'offline', message: t('{0}: {1}', platform, message) };
    }
    case 'unauthenticated':
      return { state: 'unauthenticated', message: t('Sign in to {0} to see this.', platform) };
    case 'failed':
      return live.error?.code === 'forbidden'
        ? { state: 'forbidden', message: live.error.message }
        : {
            state: 'failed',
            message: live.error?.message ?? t('{0} does not answer as a platform.', platform),
          };
  }
}

function slowly(platform: string): Standing {
  return {
    state: 'slow',
    message: t('{0} takes its time to answer. What is read appears as it comes.', platform),
  };
}
