import { counted } from '../../../base/counted.js';
import { t } from '../../../base/l10n.js';
import { clockTime } from '../age.js';
import type { Look } from '../healthLook.js';
import type { Section } from '../nodes.js';
import type { Row } from '../row.js';
import type { OperationLine } from './operationLogs.js';

/** A part of the view, with the number of what is in it. */
export function sectionRow(section: Section, count: number): Row {
  const label = sectionLabel(section);
  return {
    label,
    description: counted(count),
    look: sectionLook(section),
    spoken: t('{0}, {1}', label, counted(count)),
    tags: ['section', section],
    children: section === 'past' ? 'collapsed' : 'expanded',
  };
}

function sectionLabel(section: Section): string {
  switch (section) {
    case 'waiting':
      return t('Waiting for You');
    case 'incidents':
      return t('Open Incidents');
    case 'running':
      return t('In Progress');
    case 'past':
      return t('Finished');
  }
}

function sectionLook(section: Section): Look {
  switch (section) {
    case 'waiting':
      return { icon: 'inbox' };
    case 'incidents':
      return { icon: 'flame' };
    case 'running':
      return { icon: 'run-all' };
    case 'past':
      return { icon: 'history' };
  }
}

/** A line that an operation wrote. */
export function lineRow({ message, level, time }: OperationLine, now: number): Row {
  const word = level === 'error' ? t('error') : level === 'warn' ? t('warning') : '';
  const at = clockTime(Date.parse(time), now);
  return {
    label: message,
    description: at,
    look: lineLook(level),
    spoken: [word, message, at].filter((part) => part !== '').join(', '),
    tags: ['line'],
    children: 'none',
  };
}

function lineLook(level: OperationLine['level']): Look {
  if (level === 'error') return { icon: 'error', color: 'goldenPath.error' };
  if (level === 'warn') return { icon: 'warning', color: 'goldenPath.warning' };
  return { icon: 'output', color: 'disabledForeground' };
}
