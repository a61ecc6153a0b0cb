import { byName } from '../../base/byName.js';
import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import { knownHealth, severityOf, type RuntimeComponent } from '../../model/catalog.js';
import { localTime, shortAge } from './age.js';
import { healthLook, healthWord } from './healthLook.js';
import type { Row } from './row.js';
import { present, type Tooltip } from './tooltips.js';

/**
 * What belongs to a component, or (`undefined`) to none that is told of: the worst first. Those of one kind stay
 * together, and an id is given once.
 */
export function componentsIn(
  all: readonly RuntimeComponent[],
  parent: string | undefined,
): readonly RuntimeComponent[] {
  const known = new Map(all.map((each) => [each.id, each]));
  const inside = [...known.values()].filter((each) => parentIn(known, each) === parent);
  return inside.sort(
    (one, other) =>
      severityOf(knownHealth(other.health)) - severityOf(knownHealth(one.health)) ||
      byName(one.kind, other.kind) ||
      byName(one.name, other.name),
  );
}

function parentIn(
  known: ReadonlyMap<string, RuntimeComponent>,
  { id, parent }: RuntimeComponent,
): string | undefined {
  return parent !== undefined && parent !== id && known.has(parent) ? parent : undefined;
}

/** A component and why it is not well; `isParent`: others belong to it. */
export function componentRow(component: RuntimeComponent, isParent: boolean, now: number): Row {
  const { kind, name, health, message, restarts = 0, startedAt } = component;
  const words = [healthWord(health), message ?? '', restartWords(restarts), shortAge(startedAt, now)].filter(
    (word) => word !== '',
  );
  return {
    label: name,
    description: [kind, ...words].join(' · '),
    look: healthLook(health),
    spoken: t('{0} {1}, {2}', kind, name, words.join(', ')),
    tags: ['component'],
    children: isParent ? 'collapsed' : 'none',
  };
}

export function componentTooltip(component: RuntimeComponent): Tooltip {
  const { kind, name, health, message, image, restarts, startedAt } = component;
  return {
    title: name,
    lines: present([
      [t('Kind'), kind],
      [t('Health'), healthWord(health)],
      [t('Reason'), message],
      [t('Image'), image],
      [t('Restarts'), restarts === undefined ? undefined : counted(restarts)],
      [t('Since'), localTime(startedAt)],
    ]),
  };
}

function restartWords(count: number): string {
  if (count === 0) return '';
  return count === 1 ? t('1 restart') : t('{0} restarts', counted(count));
}
