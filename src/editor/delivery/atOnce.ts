import { t } from '../../base/l10n.js';
import { NothingToDo } from '../../model/errors.js';

/** What this window is changing now: a second command on the same place would only confuse. */
const busy = new Set<string>();

/** Runs `work` unless the same is under way. Throws `NothingToDo` then. `what` is a place in words, `key` tells it apart. */
export async function notTwice<T>(key: string, what: string, work: () => Promise<T>): Promise<T> {
  if (busy.has(key)) {
    throw new NothingToDo(
      'delivery.busy',
      t('{0} is being changed from this window already: finish or cancel that first.', what),
    );
  }
  busy.add(key);
  try {
    return await work();
  } finally {
    busy.delete(key);
  }
}
