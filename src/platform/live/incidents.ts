import { offers } from '../../contract/capabilities.js';
import { PlatformError } from '../../model/errors.js';
import type { Incident } from '../../model/incident.js';
import type { Platform, PlatformInfo } from '../../model/platform.js';
import type { Part } from './dirty.js';
import { allPages, pageSize } from './pages.js';
import { unlessRefused } from './refused.js';

type Incidents = ReadonlyMap<string, Incident>;

/**
 * The open ones; of those known, only what events name is read again. `undefined` where the platform does not tell of
 * incidents, or cannot now.
 */
export async function readIncidents(
  platform: Platform,
  info: PlatformInfo,
  before: Incidents | undefined,
  { all, ids }: Part,
  signal: AbortSignal,
): Promise<Incidents | undefined> {
  const { incidents } = platform;
  if (!incidents || !offers(info, 'incidents')) return undefined;
  if (all || (!before && ids.length > 0)) return list(incidents, signal);
  if (!before || ids.length === 0) return before;
  const next = new Map(before);
  for (const id of ids) {
    const incident = await getIncident(incidents, id, signal);
    if (incident && isOpen(incident)) next.set(id, incident);
    else next.delete(id);
  }
  return next;
}

async function list(
  incidents: NonNullable<Platform['incidents']>,
  signal: AbortSignal,
): Promise<Incidents | undefined> {
  const read = (pageToken?: string) =>
    incidents.list({ pageSize, ...(pageToken && { pageToken }) }, { signal, fresh: true });
  // The open ones come first.
  const found = await unlessRefused(allPages(read, (items) => items.some((each) => !isOpen(each))));
  return found && new Map(found.filter(isOpen).map((each) => [each.id, each]));
}

async function getIncident(
  incidents: NonNullable<Platform['incidents']>,
  id: string,
  signal: AbortSignal,
): Promise<Incident | undefined> {
  try {
    return await incidents.get(id, { signal, fresh: true });
  } catch (error) {
    if (PlatformError.is(error, 'not-found', 'not-implemented', 'forbidden')) return undefined;
    throw error;
  }
}

/** A word of status that we do not know is no word of an end. */
function isOpen({ status }: Incident): boolean {
  return status !== 'Resolved';
}
