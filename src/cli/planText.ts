import { t } from '../base/l10n.js';
import type { PlanChange } from '../model/delivery.js';
import type { PlannedDelivery } from '../platform/delivery.js';
import { oneLine } from './oneLine.js';

/** A plan as a person reads it before they say yes: target, summary, changes, diff, warnings, blocks. */
export function planText({ service, environment, request, plan }: PlannedDelivery): string {
  const { summary } = plan;
  const from = plan.from?.version ?? t('nothing');
  const to = plan.toRelease?.version ?? request.release ?? request.toDeployment ?? '-';
  const lines = [
    t('{0} {1} in {2}: {3} -> {4}', request.kind, service, environment.name, from, to),
    t(
      'Plan: {0} to create, {1} to change, {2} to replace, {3} to delete.',
      summary.create ?? 0,
      summary.update ?? 0,
      summary.replace ?? 0,
      summary.delete ?? 0,
    ),
    // Deletions first: they are what one must not overlook.
    ...[...plan.changes].sort((a, b) => weight(a) - weight(b)).map(changeLine),
    ...(plan.unifiedDiff ? ['', ...plan.unifiedDiff.trimEnd().split('\n'), ''] : []),
    ...(plan.warnings ?? []).map(({ code, severity, message }) =>
      severity === 'Info' ? t('Note ({0}): {1}', code, message) : t('Warning ({0}): {1}', code, message),
    ),
    ...(plan.blocks ?? []).map(({ reason, message }) => t('Blocked ({0}): {1}', reason, message ?? '')),
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

const signs: Readonly<Record<string, string>> = {
  Create: '+',
  Update: '~',
  Replace: '!',
  Delete: '-',
  NoOp: '=',
};

function changeLine({ action, resource, pointer, message, before, after, sensitive }: PlanChange): string {
  const what = pointer ? `${resource} ${pointer}` : resource;
  const values =
    sensitive === true || (before === undefined && after === undefined)
      ? ''
      : `: ${before ?? t('nothing')} -> ${after ?? t('nothing')}`;
  const told = message && values ? `${values} (${message})` : message ? `: ${message}` : values;
  return `  ${signs[action] ?? '?'} ${what}${told}`;
}

function weight({ action, destructive }: PlanChange): number {
  if (action === 'Delete' || destructive === true) return 0;
  return action === 'Replace' ? 1 : 2;
}
