import { t } from '../base/l10n.js';
import type { Block } from './problem.js';

/** What stands in the way, until when, who could lift it and what to do: one text for a person, nothing said twice. */
export function blockSentence(block: Block): string {
  const { until, approvers = [] } = block;
  const what = block.message ?? t('The platform refuses this now: {0}.', block.reason);
  const end = until === undefined ? undefined : isoMinute(until);
  const strangers = approvers.filter((reference) => !what.includes(reference));
  return [
    what,
    ...(end === undefined || what.includes(end) ? [] : [t('It ends at {0}.', end)]),
    ...(strangers.length > 0 ? [t('Ask {0}.', strangers.join(', '))] : []),
    ...nextStep(block),
  ].join(' ');
}

/** Times as the platform writes them, in UTC and to the minute, so that two people read the same. */
export function isoMinute(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? time : new Date(at).toISOString().replace(/:\d\d\.\d{3}Z$/, 'Z');
}

function nextStep({ reason, until }: Block): readonly string[] {
  switch (reason) {
    case 'OperationInProgress':
      return [t('Wait for it to end, or cancel it.')];
    case 'GateFailed':
      return [until === undefined ? t('Mend that, then try again.') : t('Try again after that.')];
    case 'FreezeWindow':
    case 'Maintenance':
    case 'Paused':
      return [until === undefined ? t('Try again when it is over.') : t('Try again after that.')];
    case 'FieldManagerConflict':
      return [t('Or take the fields over, with a reason.')];
    default:
      return [];
  }
}
