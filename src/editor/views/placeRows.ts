import { t } from '../../base/l10n.js';
import type { Deployment } from '../../model/delivery.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Resource } from '../../model/resource.js';
import { actorName, shortReference } from '../../model/reference.js';
import { localTime, shortAge } from './age.js';
import type { Look } from './healthLook.js';
import { productionWord } from './productionWord.js';
import type { Row } from './row.js';
import { shortVersion } from './shortVersion.js';
import { present, type Tooltip } from './tooltips.js';

/** One of the last deployments to a place. */
export function pastRow(deployment: Deployment, live: LiveSnapshot, now: number): Row {
  const { release, state, kind, createdBy, finishedAt, createdAt, outcome, rollback } = deployment;
  const production = live.environments.get(deployment.environment)?.production === true;
  const label = shortVersion(release.version);
  const parts = [
    kindWord(kind),
    stateWord(state),
    ...(outcome === 'Failed' && state !== 'Failed' ? [t('turned out bad')] : []),
    actorName(createdBy) ?? '',
    shortAge(finishedAt ?? createdAt, now),
  ].filter((part) => part !== '');
  return {
    label,
    description: parts.join(' · '),
    look: stateLook(state, outcome),
    spoken: t('Deployment of {0}, {1}', label, [...productionWord(production, ''), ...parts].join(', ')),
    tags: [
      'past',
      state.toLowerCase(),
      ...(rollback?.eligible ? ['restorable'] : []),
      ...(production ? ['prod'] : []),
    ],
    children: 'none',
  };
}

export function pastTooltip(deployment: Deployment): Tooltip {
  const { release, commits = [], rollback, reasonText, message, incidents = [] } = deployment;
  return {
    title: t('{0} in {1}', deployment.service, deployment.environment),
    lines: present([
      [t('Version'), release.version],
      [t('State'), stateWord(deployment.state)],
      [t('Message'), message],
      [t('Commit'), release.commit?.message ?? commits[0]?.message],
      [t('By'), actorName(deployment.createdBy)],
      [t('Deployed'), localTime(deployment.finishedAt ?? deployment.createdAt)],
      [t('Reason given'), reasonText],
      [t('Incidents'), incidents.join(', ')],
      [t('Roll back to it'), rollback && (rollback.eligible ? t('possible') : (rollback.reason ?? t('no')))],
    ]),
  };
}

function kindWord(kind: Deployment['kind']): string {
  switch (kind) {
    case 'Deploy':
      return t('deployed');
    case 'Promote':
      return t('promoted');
    case 'Rollback':
      return t('rolled back');
    case 'Restart':
      return t('restarted');
    default:
      return kind;
  }
}

/** What became of it; a word that is new to us is shown as it came. */
export function stateWord(state: Deployment['state']): string {
  switch (state) {
    case 'Pending':
      return t('waits');
    case 'Progressing':
      return t('under way');
    case 'Deployed':
      return t('current');
    case 'Failed':
      return t('failed');
    case 'Canceled':
      return t('cancelled');
    case 'Superseded':
      return t('replaced');
    case 'Removed':
      return t('removed');
    default:
      return state;
  }
}

function stateLook(state: Deployment['state'], outcome: Deployment['outcome']): Look {
  if (state === 'Failed') return { icon: 'error', color: 'goldenPath.error' };
  if (outcome === 'Failed') return { icon: 'thumbsdown', color: 'goldenPath.error' };
  if (state === 'Deployed') return { icon: 'pass-filled', color: 'goldenPath.success' };
  if (state === 'Progressing' || state === 'Pending') return { icon: 'sync', color: 'charts.blue' };
  return { icon: 'history', color: 'disabledForeground' };
}

/** Something provisioned for a place. Of its outputs only names are shown. */
export function resourceRow(resource: Resource): Row {
  const { name, id, type, class: size, state } = resource;
  const label = name ?? id;
  const parts = [size === undefined ? type : t('{0} ({1})', type, size), resourceWord(state)];
  return {
    label,
    description: parts.join(' · '),
    look: resourceLook(state),
    spoken: t('Resource {0}, {1}', label, parts.join(', ')),
    tags: ['resource', state.toLowerCase()],
    children: 'none',
  };
}

export function resourceTooltip(resource: Resource): Tooltip {
  const { outputs = [], services = [], conditions = [], deletionPolicy } = resource;
  return {
    title: resource.name ?? resource.id,
    lines: present([
      [t('Type'), resource.type],
      [t('Class'), resource.class],
      [t('State'), resourceWord(resource.state)],
      [t('Why'), conditions.find(({ status, message }) => status !== 'True' && message)?.message],
      [t('Services'), services.join(', ')],
      [t('Owner'), resource.owner && shortReference(resource.owner)],
      [t('Outputs'), outputs.map((output) => output.name).join(', ')],
      [t('When given back'), deletionPolicy === 'Retain' ? t('its data is kept') : undefined],
      [t('Id'), resource.id],
    ]),
  };
}

function resourceWord(state: Resource['state']): string {
  switch (state) {
    case 'Provisioning':
      return t('being provisioned');
    case 'Active':
      return t('ready');
    case 'Updating':
      return t('being changed');
    case 'Deleting':
      return t('being given back');
    case 'Deleted':
      return t('given back');
    case 'Failed':
      return t('failed');
    default:
      return state;
  }
}

function resourceLook(state: Resource['state']): Look {
  if (state === 'Failed') return { icon: 'error', color: 'goldenPath.error' };
  if (state === 'Active') return { icon: 'database' };
  if (state === 'Deleted') return { icon: 'trash', color: 'disabledForeground' };
  return { icon: 'sync', color: 'charts.blue' };
}

/** A line in place of a list that is empty, or could not be read. */
export function noteRow(note: string, isFault: boolean): Row {
  return {
    label: note,
    description: '',
    look: isFault
      ? { icon: 'warning', color: 'goldenPath.warning' }
      : { icon: 'circle-large-outline', color: 'disabledForeground' },
    spoken: note,
    tags: ['note'],
    children: 'none',
  };
}
