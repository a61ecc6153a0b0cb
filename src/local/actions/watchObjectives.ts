import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { App } from '../app.js';
import type { Place } from '../runtime/runtime.js';
import type { RunContext } from '../runs/runs.js';
import { findService } from '../store/changes.js';

const pollMs = 200;
/** Objectives that nobody asks about in this time are told as they stood. */
const longestMs = 15_000;

/** What an experiment did to an objective. Budgets are in percent; they are left out while nothing is measured. */
interface ObjectiveChange {
  readonly name: string;
  readonly targetPercent: number;
  readonly status: string;
  readonly budgetBefore?: number;
  readonly budgetAfter?: number;
}

/**
 * Remembers how the objectives of a place stand; the function returned waits for the next regular probe and says what
 * has become of them. No probe is made besides: that would count a bad moment more than others.
 */
export function watchObjectives(
  app: App,
  place: Place,
): (run: RunContext) => Promise<{ readonly objectives?: readonly ObjectiveChange[] }> {
  const record = findService(app.store.state, place.service);
  if (!record) return () => Promise.resolve({});
  const list = (): ReturnType<typeof app.control.slosAt> => app.control.slosAt(place, record);
  const probes = (): number | undefined => app.control.slos.probes(place, record.manifest, Date.now());
  const before = new Map(list().map((slo) => [slo.name, slo.budgetRemainingPercent]));
  return (run) => {
    if (before.size === 0) return Promise.resolve({});
    const known = probes();
    const started = Date.now();
    return run.step('objectives', t('Watch the objectives'), async () => {
      while (known !== undefined && probes() === known && Date.now() - started < longestMs) {
        await delay(pollMs, run.signal);
      }
      const objectives = list().map(({ name, targetPercent, status, budgetRemainingPercent: after }) => {
        const was = before.get(name);
        run.log(t('{0}: {1}, {2}% of its budget left.', name, status, after ?? '?'));
        return {
          name,
          targetPercent,
          status,
          ...(was !== undefined && { budgetBefore: was }),
          ...(after !== undefined && { budgetAfter: after }),
        };
      });
      return { objectives };
    });
  };
}
