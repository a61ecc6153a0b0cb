import type { Operation } from '../../../model/delivery.js';
import type { Incident } from '../../../model/incident.js';
import type { Picture } from '../picture.js';
import { waitingForMe } from '../waiting.js';

export const activityScopes = ['mine', 'all'] as const;
/** Whose operations are shown: what I started, or everything. What waits for me is always shown. */
export type ActivityScope = (typeof activityScopes)[number];

/** The scope of the Activity view, for commands. */
export interface ActivityArrangement {
  showActivity(scope: ActivityScope): Promise<void>;
}

/** What happens on a platform, in the lists in which it is shown. */
export interface Activity {
  /** Changes that wait for an approval of the person. */
  readonly waiting: readonly Operation[];
  /** Open incidents, the worst first. */
  readonly incidents: readonly Incident[];
  /** Under way, the newest first. */
  readonly running: readonly Operation[];
  /** Ended, the last first. */
  readonly past: readonly Operation[];
  /** How many of the operations and incidents the scope leaves out. */
  readonly hidden: number;
}

/** Sorts operations and incidents of a picture into lists. Whoever is not known to the platform is shown everything. */
export function activityOf(picture: Picture, scope: ActivityScope): Activity {
  const { live, me } = picture;
  const waiting = waitingForMe(picture);
  const elsewhere = new Set(waiting.map(({ id }) => id));
  const isShown = (operation: Operation): boolean => scope === 'all' || !me || isMine(operation, picture);
  const others = [...live.operations.values()].filter(({ id }) => !elsewhere.has(id));
  const shown = others.filter(isShown);
  const open = [...(live.incidents?.values() ?? [])].filter(({ status }) => status !== 'Resolved');
  const incidents = open.filter((incident) => scope === 'all' || !me || concernsMe(incident, picture));
  return {
    waiting: newestFirst(waiting, ({ createdAt }) => createdAt),
    incidents: worstFirst(incidents),
    running: newestFirst(
      shown.filter(({ done }) => !done),
      ({ createdAt }) => createdAt,
    ),
    past: newestFirst(
      shown.filter(({ done }) => done),
      ({ finishedAt, createdAt }) => finishedAt ?? createdAt,
    ),
    hidden: others.length - shown.length + open.length - incidents.length,
  };
}

/** Whether the person started it. Their groups start nothing, so that a reference of a group never fits. */
export function isMine({ createdBy }: Operation, { me }: Pick<Picture, 'me'>): boolean {
  return createdBy !== undefined && me?.has(createdBy.id) === true;
}

/** Somebody called the person to it, or it is on what they own or work on here. */
function concernsMe({ assignees = [], service }: Incident, { live, me, workspace }: Picture): boolean {
  const owner = service === undefined ? undefined : live.services.get(service)?.owner;
  return (
    assignees.some(({ id }) => me?.has(id)) ||
    (service !== undefined && workspace.has(service)) ||
    (owner !== undefined && me?.has(owner) === true)
  );
}

function newestFirst<T>(items: readonly T[], timeOf: (item: T) => string): readonly T[] {
  return [...items].sort((one, other) => Date.parse(timeOf(other)) - Date.parse(timeOf(one)));
}

function worstFirst(incidents: readonly Incident[]): readonly Incident[] {
  const rank = ({ severityRank, status }: Incident): number =>
    (severityRank ?? 99) * 2 + (status === 'Triggered' ? 0 : 1);
  return newestFirst(incidents, ({ createdAt }) => createdAt ?? '').toSorted(
    (one, other) => rank(one) - rank(other),
  );
}
