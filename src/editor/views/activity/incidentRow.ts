import { t } from '../../../base/l10n.js';
import type { Incident } from '../../../model/incident.js';
import type { LiveSnapshot } from '../../../model/live.js';
import { actorName } from '../../../model/reference.js';
import { shortAge } from '../age.js';
import type { Look } from '../healthLook.js';
import { productionWord } from '../productionWord.js';
import type { Row } from '../row.js';

/**
 * An incident in one line: what, how bad, where, who has it, since when. `now` is ms since the epoch. `isPlaced`: it
 * hangs below the place where it is.
 */
export function incidentRow(incident: Incident, live: LiveSnapshot, now: number, isPlaced = false): Row {
  const { title, severity, status, phase, service, environment, createdAt, permissions } = incident;
  const known = environment === undefined ? undefined : live.environments.get(environment);
  const production = known?.production === true;
  const place = known?.title ?? environment ?? '';
  const parts = [
    severity ?? '',
    ...(isPlaced ? [] : [...productionWord(production, place), service ?? '', place]),
    phase ?? incidentWord(status),
    personsOf(incident),
    shortAge(createdAt, now),
  ].filter((part) => part !== '');
  const mayWrite = permissions?.some(({ state }) => state === 'Denied' || state === 'Hidden') !== true;
  return {
    label: title,
    description: parts.join(' · '),
    production: production && !isPlaced,
    look: incidentLook(status),
    spoken: t('Incident {0}, {1}', title, parts.join(', ')),
    tags: [
      'incident',
      status.toLowerCase(),
      ...(mayWrite && status === 'Triggered' ? ['acknowledgeable'] : []),
      ...(mayWrite && status !== 'Resolved' ? ['resolvable'] : []),
      ...(service === undefined ? [] : ['ofService']),
      ...(production ? ['prod'] : []),
    ],
    children: 'none',
  };
}

function personsOf({ assignees = [] }: Incident): string {
  return assignees.map(actorName).join(', ');
}

/** Where an incident is, for a person; a word that is new to us is shown as it came. */
export function incidentWord(status: Incident['status']): string {
  switch (status) {
    case 'Triggered':
      return t('nobody has it');
    case 'Acknowledged':
      return t('acknowledged');
    case 'Resolved':
      return t('resolved');
    default:
      return status;
  }
}

function incidentLook(status: Incident['status']): Look {
  switch (status) {
    case 'Triggered':
      return { icon: 'flame', color: 'goldenPath.error' };
    case 'Resolved':
      return { icon: 'pass', color: 'goldenPath.success' };
    default:
      return { icon: 'flame', color: 'goldenPath.warning' };
  }
}
