import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import type { Plan } from '../../model/delivery.js';
import { commitLines } from '../../platform/commitLines.js';
import type { PlannedDelivery } from '../../platform/delivery.js';
import { longestDetail } from '../prompts.js';

/** What the plan amounts to in one line: counts, and the version it leads from and to. */
export function planSummary({ plan }: PlannedDelivery): string {
  const { create = 0, update = 0, replace = 0, delete: remove = 0 } = plan.summary;
  const counts = [
    ...(remove > 0 ? [t('{0} to delete', counted(remove))] : []),
    ...(replace > 0 ? [t('{0} to replace', counted(replace))] : []),
    ...(create > 0 ? [t('{0} to create', counted(create))] : []),
    ...(update > 0 ? [t('{0} to update', counted(update))] : []),
  ];
  return counts.length === 0 ? t('no change in configuration') : counts.join(', ');
}

/** From which version to which, e.g. `1a2b3c4 → 5d6e7f8`. */
export function planVersions({ plan }: PlannedDelivery): string {
  const to = plan.toRelease?.version ?? t('a new release');
  return plan.from ? `${plan.from.version} → ${to}` : t('{0}, the first here', to);
}

/** What the plan wants to be known before it is confirmed: notes first said, then what each change says of itself. */
export function planNotes({ plan }: PlannedDelivery): readonly string[] {
  const findings = (plan.warnings ?? []).map((finding) => finding.message);
  const changes = plan.changes.flatMap((change) => (change.message === undefined ? [] : [change.message]));
  return [...new Set([...findings, ...changes])];
}

/** What a plan is confirmed by: what it amounts to, who must agree, and what it wants to be known. */
export function planDetail(planned: PlannedDelivery): string {
  const approvals = planned.plan.requires?.approvals ?? 0;
  return [
    planSummary(planned),
    ...(approvals > 0 ? [t('waits for {0} to approve it', countOfPersons(approvals))] : []),
    ...planNotes(planned),
  ].join(' · ');
}

function countOfPersons(count: number): string {
  return count === 1 ? t('1 person') : t('{0} persons', count);
}

/** Lines that a quick pick covers at the top of the diff; more where it says its detail whole. */
const covered = { short: 5, long: 7 };

/** The plan in words, as comments above both sides of the diff: what the question covers is said again there. */
export function planHeading(planned: PlannedDelivery): string {
  const words = [
    planVersions(planned),
    planSummary(planned),
    ...planNotes(planned),
    ...gateLines(planned.plan),
    ...commitLines(planned.plan),
  ];
  const lines = words.flatMap((word) => word.split('\n')).map((line) => `# ${line}`);
  const isLong = planDetail(planned).length > longestDetail;
  const missing = Math.max(0, (isLong ? covered.long : covered.short) - lines.length);
  return [...lines, ...Array<string>(missing).fill('#'), ''].join('\n');
}

const ticks: Readonly<Record<string, string>> = { Passed: '✓', Failed: '✗', Pending: '…' };

function gateLines({ gates = [] }: Plan): readonly string[] {
  return gates.map(({ name, state, message }) => {
    const line = `${ticks[state] ?? '?'} ${name}`;
    return message === undefined ? line : `${line}: ${message}`;
  });
}

/** Whether a plan that was made again reads otherwise than the one before. */
export function isOtherText(planned: PlannedDelivery): boolean {
  const { plan, previous } = planned;
  return (
    previous !== undefined &&
    (previous.after !== plan.after || planHeading({ ...planned, plan: previous }) !== planHeading(planned))
  );
}
