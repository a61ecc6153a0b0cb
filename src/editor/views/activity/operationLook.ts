import { t } from '../../../base/l10n.js';
import type { Operation, Step } from '../../../model/delivery.js';
import type { Look } from '../healthLook.js';

type State = Operation['state'] | Step['state'];

/** How the state of an operation or a step looks; a word that is new to us looks like a question. */
export function operationLook(state: State): Look {
  switch (state) {
    case 'Pending':
      return { icon: 'clock', color: 'disabledForeground' };
    case 'Running':
      return { icon: 'sync', color: 'charts.blue' };
    case 'Blocked':
      return { icon: 'debug-pause', color: 'goldenPath.warning' };
    case 'Succeeded':
      return { icon: 'pass-filled', color: 'goldenPath.success' };
    case 'Failed':
      return { icon: 'error', color: 'goldenPath.error' };
    case 'Canceled':
      return { icon: 'circle-slash', color: 'disabledForeground' };
    case 'Skipped':
      return { icon: 'debug-step-over', color: 'disabledForeground' };
    default:
      return { icon: 'question', color: 'disabledForeground' };
  }
}

/** The state for a person; a word that is new to us is shown as it came. */
export function operationWord(state: State): string {
  switch (state) {
    case 'Pending':
      return t('not started');
    case 'Running':
      return t('running');
    case 'Blocked':
      return t('waits');
    case 'Succeeded':
      return t('succeeded');
    case 'Failed':
      return t('failed');
    case 'Canceled':
      return t('cancelled');
    case 'Skipped':
      return t('skipped');
    default:
      return state;
  }
}
