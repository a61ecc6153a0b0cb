import { t } from '../../base/l10n.js';
import type { StatusPlace } from '../../language/protocol.js';
import { knownHealth, worstHealth, type Health } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { healthWord } from '../views/healthLook.js';
import { deployedState, environmentNames } from '../views/picture.js';
import { staleMessage } from '../views/statusText.js';
import { deploymentTooltip, type Tooltip } from '../views/tooltips.js';

/** The drawings in `media/gutter`: they differ in shape as well as in colour. */
export const markNames = ['healthy', 'progressing', 'degraded', 'unknown'] as const;
export type MarkName = (typeof markNames)[number];

/** A sign beside a line, and what it tells when the word on the line is pointed at. */
export interface Mark {
  readonly name: MarkName;
  readonly range: StatusPlace['range'];
  readonly tooltip: Tooltip;
}

const marks: Readonly<Record<Health, MarkName>> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Degraded: 'degraded',
  Missing: 'degraded',
  Suspended: 'unknown',
  Unknown: 'unknown',
};

/** The state of what is deployed, beside the place that names it. Nothing where nothing is deployed. */
export function statusMarks(places: readonly StatusPlace[], live: LiveSnapshot): readonly Mark[] {
  if (live.status === 'loading' || live.status === 'unauthenticated' || live.status === 'failed') return [];
  return places.flatMap(({ service, environment, range }) => {
    const told =
      environment === undefined ? ofService(service, live) : ofEnvironment(service, environment, live);
    return told ? [{ name: told.name, range, tooltip: withAge(told.tooltip, live) }] : [];
  });
}

type Told = Pick<Mark, 'name' | 'tooltip'>;

function ofEnvironment(service: string, environment: string, live: LiveSnapshot): Told | undefined {
  const state = deployedState(live.services.get(service), environment);
  if (!state) return undefined;
  const tooltip = deploymentTooltip(service, environment, { live, workspace: new Set() });
  return { name: marks[knownHealth(state.health)], tooltip };
}

function ofService(name: string, live: LiveSnapshot): Told | undefined {
  const service = live.services.get(name);
  const states = environmentNames(live, service).flatMap((environment) => {
    const state = deployedState(service, environment);
    return state ? [state] : [];
  });
  const worst = worstHealth(states.map(({ health }) => health));
  if (worst === undefined) return undefined;
  const lines = states.map(
    ({ environment, health, current }) =>
      [environment, [healthWord(health), current?.version].filter(Boolean).join(' · ')] as const,
  );
  return { name: marks[worst], tooltip: { title: service?.title ?? name, lines } };
}

function withAge(tooltip: Tooltip, live: LiveSnapshot): Tooltip {
  const stale = staleMessage(live);
  return stale === undefined ? tooltip : { ...tooltip, lines: [...tooltip.lines, [t('Platform'), stale]] };
}
