import { t } from '../../base/l10n.js';
import type { Condition, ServiceEnvironment } from '../../model/catalog.js';

type Line = readonly [name: string, value: string];

/** What the conditions of a place add to its reason. */
interface ConditionLines {
  /** What is not as it should be, by the server's own names. */
  readonly faults: readonly Line[];
  /** Where the place was taken from, and who sees to it. */
  readonly facts: readonly Line[];
}

/** Conditions as lines of a tooltip; those that only say that all is well are left out. */
export function conditionLines({
  conditions = [],
  message: reason = '',
}: ServiceEnvironment): ConditionLines {
  const faults: Line[] = [];
  const facts: Line[] = [];
  for (const { type, status, message } of conditions) {
    if (!message || reason.includes(message)) continue;
    const fact = factName(type);
    if (fact !== undefined) facts.push([fact, message]);
    else if (isFault(type, status)) faults.push([type, message]);
  }
  return { faults, facts };
}

/** What an engine tells of the place itself; those of further parts have a name in front. */
function factName(type: string): string | undefined {
  switch (type.slice(type.lastIndexOf('/') + 1)) {
    case 'Bound':
      return t('Taken from');
    case 'Managed':
      return t('Managed by');
    case 'AutoSync':
      return t('Auto-sync');
    case 'ApplicationSet':
      return t('Template');
    default:
      return undefined;
  }
}

/** By convention a condition that is true is good, unless its name says what went wrong. */
function isFault(type: string, status: Condition['status']): boolean {
  return /(?:Error|Warning|Failure|Failed)$/.test(type) ? status === 'True' : status !== 'True';
}
