import { t } from '../../base/l10n.js';
import type { PlanChange, PlanSummary } from '../../model/delivery.js';
import { escapePointer } from '../manifest/serviceManifest.js';
import { isObject, type JsonObject } from '../manifest/json.js';

/** What differs between two resolved configurations, leaf by leaf. */
export function planChanges(
  service: string,
  before: JsonObject | undefined,
  after: JsonObject,
): readonly PlanChange[] {
  const resource = `Service/${service}`;
  if (before === undefined) {
    return [{ action: 'Create', resource, message: t('The service is not deployed here yet.') }];
  }
  const old = leaves(before);
  const now = leaves(after);
  const changes: PlanChange[] = [];
  for (const pointer of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(pointer), now.get(pointer)];
    if (was === is) continue;
    changes.push({
      action: was === undefined ? 'Create' : is === undefined ? 'Delete' : 'Update',
      resource,
      pointer,
      ...(was !== undefined && { before: was }),
      ...(is !== undefined && { after: is }),
    });
  }
  if (changes.length > 0) return changes;
  return [
    { action: 'Replace', resource, message: t('Nothing changes but the processes, which are started anew.') },
  ];
}

export function summarize(changes: readonly PlanChange[]): PlanSummary {
  const count = (action: string): number => changes.filter((change) => change.action === action).length;
  return {
    create: count('Create'),
    update: count('Update'),
    replace: count('Replace'),
    delete: count('Delete'),
  };
}

function leaves(value: unknown, pointer = '', found = new Map<string, string>()): Map<string, string> {
  if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) leaves(item, `${pointer}/${escapePointer(key)}`, found);
  } else found.set(pointer, Array.isArray(value) ? JSON.stringify(value) : String(value));
  return found;
}
