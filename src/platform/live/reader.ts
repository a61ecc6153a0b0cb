import { delay } from '../../base/abort.js';
import type { Environment, Service } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Page, Platform, PlatformInfo } from '../../model/platform.js';
import type { Dirty } from './dirty.js';
import { readIncidents } from './incidents.js';
import { readOperations } from './operations.js';
import { allPages, pageSize } from './pages.js';
import type { ServiceWindow } from './serviceWindow.js';

/** The contract's limit of `names`. */
const namesPerCall = 100;
/** In which an editor asks for the rows of a picture and draws them. */
const seenMs = 100;

export type Picture = Pick<
  LiveSnapshot,
  'services' | 'roster' | 'hasMore' | 'environments' | 'operations' | 'incidents'
>;

/**
 * Reads everything. Operations that `dirty` names are read one by one where the platform has no list of them. With `first`
 * it is told of the first page of services with the environments, then of all, before anything else is asked for.
 */
export async function readAll(
  platform: Platform,
  info: PlatformInfo,
  window: ServiceWindow,
  before: Picture,
  { operations: named }: Dirty,
  signal: AbortSignal,
  first?: (picture: Picture) => void,
): Promise<Picture> {
  const everything = { all: true, ids: named.ids };
  const known = { operations: before.operations, ...(before.incidents && { incidents: before.incidents }) };
  const placed = readEnvironments(platform, signal);
  const show = async (services: Picture['services'], hasMore: boolean): Promise<void> => {
    const environments = await placed;
    signal.throwIfAborted();
    first?.({ ...known, services, roster: {}, hasMore, environments });
    // Whoever looks sees it before more is put together.
    await delay(hasMore ? seenMs : 0, signal);
  };
  const reading = Promise.all([
    window.read(platform, signal, first && ((services) => show(services, true))),
    placed,
  ]);
  if (first) {
    const [{ services, hasMore }] = await reading;
    await show(services, hasMore);
  }
  const [[{ services, hasMore }, environments], operations, incidents] = await Promise.all([
    reading,
    readOperations(platform, info, before.operations, everything, signal),
    readIncidents(platform, info, before.incidents, everything, signal),
  ]);
  return { services, roster: {}, hasMore, environments, operations, ...(incidents && { incidents }) };
}

/** Reads again what changed, and nothing else. */
export async function readDirty(
  platform: Platform,
  info: PlatformInfo,
  before: Picture,
  dirty: Dirty,
  signal: AbortSignal,
): Promise<Picture> {
  const [environments, read, operations, incidents] = await Promise.all([
    dirty.environments ? readEnvironments(platform, signal) : before.environments,
    dirty.services.length > 0
      ? rereadServices(platform, before, dirty.services, signal)
      : { services: before.services, ...(before.roster && { roster: before.roster }) },
    readOperations(platform, info, before.operations, dirty.operations, signal),
    readIncidents(platform, info, before.incidents, dirty.incidents, signal),
  ]);
  const { hasMore = false } = before;
  return { environments, ...read, hasMore, operations, ...(incidents && { incidents }) };
}

async function readEnvironments(platform: Platform, signal: AbortSignal): Promise<Map<string, Environment>> {
  const read = (pageToken?: string): Promise<Page<Environment>> =>
    platform.listEnvironments({ pageSize, ...(pageToken && { pageToken }) }, { signal, fresh: true });
  return byName(await allPages(read));
}

/** A name that is asked for and not answered is gone. */
async function rereadServices(
  platform: Platform,
  { services: before, roster }: Picture,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Pick<Picture, 'services' | 'roster'>> {
  const next = new Map(before);
  let isSame = roster !== undefined;
  for (let from = 0; from < names.length; from += namesPerCall) {
    const batch = names.slice(from, from + namesPerCall);
    const read = (pageToken?: string): Promise<Page<Service>> =>
      platform.listServices(
        { view: 'Summary', names: batch, pageSize: namesPerCall, ...(pageToken && { pageToken }) },
        { signal, fresh: true },
      );
    const found = byName(await allPages(read));
    for (const name of batch) {
      const service = found.get(name);
      isSame &&= before.has(name) === (service !== undefined);
      if (service) next.set(name, service);
      else next.delete(name);
    }
  }
  return { services: next, roster: isSame && roster ? roster : {} };
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
