import { verdictOf } from '../../model/scorecard.js';
import type { components } from '../../contract/generated/wire.js';
import type { ScorecardResult } from '../scorecards/scorecards.js';

type CheckCount = components['schemas']['CheckCount'];

const mostFailing = 20;

/** How services fare at each check, those that most fail first. A check that does not apply counts nowhere. */
export function checkCounts(
  scorecards: readonly { readonly service: string; readonly result: ScorecardResult }[],
): readonly CheckCount[] {
  const counts = new Map<string, CheckCount>();
  for (const { service, result } of scorecards) {
    for (const { name, title, level, state, remediation } of result.checks) {
      const verdict = verdictOf({ state });
      if (!verdict) continue;
      const key = JSON.stringify([result.name, name]);
      const known: CheckCount = counts.get(key) ?? {
        scorecard: result.name,
        check: name,
        ...(title !== undefined && { title }),
        ...(level !== undefined && { level }),
        passed: 0,
        failed: 0,
        unknown: 0,
        ...(remediation && { remediation }),
      };
      counts.set(key, {
        ...known,
        [verdict]: (known[verdict] ?? 0) + 1,
        ...(verdict === 'failed' && { failing: [...(known.failing ?? []), service].slice(0, mostFailing) }),
      });
    }
  }
  return [...counts.values()].sort((a, b) => b.failed - a.failed);
}
