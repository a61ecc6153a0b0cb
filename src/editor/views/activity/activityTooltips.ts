import { t } from '../../../base/l10n.js';
import type { Operation } from '../../../model/delivery.js';
import type { Incident } from '../../../model/incident.js';
import type { LiveSnapshot } from '../../../model/live.js';
import { actorName } from '../../../model/reference.js';
import { localTime } from '../age.js';
import { present, type Tooltip } from '../tooltips.js';
import { incidentWord } from './incidentRow.js';
import { operationTitle } from './operationRow.js';
import { operationWord } from './operationLook.js';

/** What an operation tells when pointed at. */
export function operationTooltip(operation: Operation, live: LiveSnapshot): Tooltip {
  const { environment, blockedBy, approvals, createdBy, error } = operation;
  const known = environment === undefined ? undefined : live.environments.get(environment);
  return {
    title: operationTitle(operation),
    lines: present([
      [t('State'), operationWord(operation.state)],
      [t('Service'), operation.service],
      [t('Environment'), known?.title ?? environment],
      [t('Production'), known?.production === true ? t('yes') : undefined],
      [t('Started by'), actorName(createdBy)],
      [t('Started'), localTime(operation.startedAt ?? operation.createdAt)],
      [t('Ended'), localTime(operation.finishedAt)],
      [t('Message'), operation.message],
      [t('Waits because'), blockedBy?.message],
      [t('Waits for'), blockedBy?.approvers?.join(', ')],
      [t('Waits until'), localTime(blockedBy?.until)],
      ...(approvals ?? []).map(
        ({ by, decision, comment }) =>
          [
            decision === 'Approved' ? t('Approved by') : t('Rejected by'),
            [actorName(by), comment ?? ''].filter((word) => word !== '').join(': '),
          ] as const,
      ),
      [t('Reason given'), operation.reason],
      [t('Fault'), error && [error.title, error.detail ?? ''].filter((word) => word !== '').join(' ')],
      [t('What to do'), error?.remediation?.text],
      [t('Id'), operation.id],
    ]),
  };
}

/** What an incident tells when pointed at. */
export function incidentTooltip(incident: Incident): Tooltip {
  const { title, assignees = [], runbooks = [] } = incident;
  return {
    title,
    lines: present([
      [t('State'), incidentWord(incident.status)],
      [t('Severity'), incident.severity],
      [t('Service'), incident.service],
      [t('Environment'), incident.environment],
      [t('Description'), incident.description],
      [t('With'), assignees.map(actorName).join(', ')],
      [t('Opened'), localTime(incident.createdAt)],
      [t('Acknowledged'), localTime(incident.acknowledgedAt)],
      [t('Deployment before it'), incident.suspectedDeployment],
      [t('Runbooks'), runbooks.map((runbook) => runbook.title).join(', ')],
      [t('Id'), incident.id],
    ]),
  };
}
