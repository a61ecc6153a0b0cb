import { t } from '../../base/l10n.js';
import type { Plan, PlanFinding, PlanSummary } from '../../model/delivery.js';
import { digestOf, type Planned } from './plan.js';
import { without } from './present.js';

/** What would be done to every Application of a place, as one plan. */
export interface PlannedTogether {
  readonly plan: Plan;
  /** At least one. */
  readonly all: readonly Planned[];
}

/** One plan of several: what changes is told by Application, and what stops one stops all. */
export async function planTogether(all: readonly [Planned, ...Planned[]]): Promise<PlannedTogether> {
  const [{ plan: first }] = all;
  if (all.length === 1) return { plan: first, all };
  const plans = all.map(({ plan }) => plan);
  const releases = new Set(plans.map(({ toRelease }) => toRelease?.id));
  const blocks = plans.flatMap((plan) => plan.blocks ?? []);
  const rest = without(without(without(first, 'toRelease'), 'blocks'), 'commits');
  const commits = new Map(plans.flatMap((plan) => plan.commits ?? []).map((commit) => [commit.id, commit]));
  return {
    all,
    plan: {
      ...rest,
      fingerprint: await digestOf(plans.map(({ fingerprint }) => fingerprint)),
      summary: summaryOf(plans),
      changes: all.flatMap(({ app, plan }) =>
        plan.changes.map((change) => ({ ...change, resource: `${app.name}/${change.resource}` })),
      ),
      warnings: warningsOf(all),
      ...(blocks.length > 0 && { blocks }),
      ...(commits.size > 0 && { commits: [...commits.values()] }),
      ...(releases.size === 1 && first.toRelease && { toRelease: first.toRelease }),
      before: textOf(all, 'before'),
      after: textOf(all, 'after'),
    },
  };
}

function summaryOf(plans: readonly Plan[]): PlanSummary {
  const sum = (key: keyof PlanSummary): number =>
    plans.reduce((total, { summary }) => total + (summary[key] ?? 0), 0);
  return { create: sum('create'), update: sum('update'), replace: sum('replace'), delete: sum('delete') };
}

/** That there are several first, then each warning once; that nothing changes only where it is so of all. */
function warningsOf(all: readonly Planned[]): readonly PlanFinding[] {
  const names = all.map(({ app }) => app.name).join(', ');
  const message = t('It is done to {0} Applications: {1}.', all.length, names);
  const each = all.flatMap(({ plan }) => plan.warnings ?? []);
  const isOfAll = ({ code }: PlanFinding): boolean =>
    code !== 'nothing-changes' || each.filter((other) => other.code === code).length === all.length;
  const once = new Map(each.filter(isOfAll).map((warning) => [warning.code, warning]));
  return [{ code: 'several-applications', severity: 'Info', message }, ...once.values()];
}

function textOf(all: readonly Planned[], side: 'before' | 'after'): string {
  return all.flatMap(({ app, plan }) => (plan[side] ? [`# ${app.name}\n${plan[side]}`] : [])).join('---\n');
}
