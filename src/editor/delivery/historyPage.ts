import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import { failureLine } from '../../model/failureLine.js';
import { actorName } from '../../model/reference.js';
import { localTime } from '../views/age.js';
import { stateWord } from '../views/placeRows.js';
import { whatItWas } from './deploymentChoice.js';

/** The deployments of a service as a page in Markdown, newest first. */
export function historyPage(service: string, deployments: readonly Deployment[]): string {
  const head = [
    t('When'),
    t('Where'),
    t('What'),
    t('Version'),
    t('Who'),
    t('Outcome'),
    t('Reason'),
    t('Commits'),
  ];
  const rows = deployments.map((deployment) => [
    localTime(deployment.finishedAt ?? deployment.startedAt ?? deployment.createdAt) ?? '',
    deployment.environment,
    whatItWas(deployment),
    deployment.release.version,
    actorName(deployment.createdBy) ?? '',
    outcomeOf(deployment),
    deployment.reasonText ?? '',
    commitsOf(deployment).join('; '),
  ]);
  const table = [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map(plainCell).join(' | ')} |`,
  );
  return [`# ${plainCell(t('Deployments of {0}', service))}`, '', ...table, ''].join('\n');
}

/** How it ended, in a word or two; a platform's own state is shown as it is. */
export function outcomeOf({ state, outcome, message, approvals = [] }: Deployment): string {
  const approvedBy = approvals.map(({ by }) => actorName(by));
  return [
    outcome === 'Failed' && state !== 'Failed' ? t('{0}, proved bad', stateWord(state)) : stateWord(state),
    ...(state === 'Failed' && message ? [failureLine(message)] : []),
    ...(approvedBy.length > 0 ? [t('decided by {0}', approvedBy.join(', '))] : []),
  ].join(': ');
}

/** The changes it brought: short id and subject, newest first. */
export function commitsOf({ commits = [], release }: Deployment): readonly string[] {
  const all = commits.length > 0 ? commits : release.commit ? [release.commit] : [];
  return all.map(({ id, message = '' }) => `${id.slice(0, 7)} ${message.split('\n', 1)[0] ?? ''}`.trimEnd());
}

/** Text of the platform in a cell: nothing of it is markup, a link or the end of the cell. */
function plainCell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()<>#+!|~&]/g, (mark) => `\\${mark}`);
}
