import { t } from '../../base/l10n.js';
import type { Incident, IncidentUpdate } from '../../model/incident.js';
import { actorName } from '../../model/reference.js';
import { asText } from '../troubleshoot/explanationPage.js';
import { incidentWord } from '../views/activity/incidentRow.js';
import { localTime } from '../views/age.js';

/** An incident and what was done about it as a page in Markdown; texts of the platform are shown as text. */
export function incidentPage(incident: Incident): string {
  const {
    title,
    status,
    severity,
    service,
    environment,
    description,
    updates = [],
    assignees = [],
  } = incident;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('State'), incidentWord(status)],
    [t('Severity'), severity],
    [t('Service'), service],
    [t('Environment'), environment],
    [t('Opened'), localTime(incident.createdAt)],
    [t('Resolved'), localTime(incident.resolvedAt)],
    [t('In the hands of'), assignees.map(actorName).join(', ') || undefined],
  ];
  return [
    `# ${asText(title)}`,
    '',
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${asText(value)}`])),
    '',
    ...(description === undefined ? [] : [asText(description), '']),
    ...(updates.length > 0 ? [`## ${t('Timeline')}`, '', ...updates.map(updateLine), ''] : []),
  ].join('\n');
}

function updateLine({ time, type, message, by }: IncidentUpdate): string {
  const who = actorName(by) ?? '';
  const what = [updateWord(type), who, message ?? ''].filter((word) => word !== '').map(asText);
  return `- ${asText(localTime(time) ?? time)} · ${what.join(' · ')}`;
}

/** A word that is new to us is shown as it came. */
function updateWord(type: IncidentUpdate['type']): string {
  switch (type) {
    case 'Opened':
      return t('opened');
    case 'Acknowledged':
      return t('acknowledged');
    case 'Comment':
      return t('comment');
    case 'ActionRun':
      return t('action run');
    case 'Resolved':
      return t('resolved');
    case 'Reopened':
      return t('opened again');
    default:
      return type;
  }
}
