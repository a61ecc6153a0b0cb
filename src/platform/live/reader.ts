import type { Environment, Service } from '../../model/catalog.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Page, Platform } from '../../model/platform.js';
import type { Dirty } from './dirty.js';

const pageSize = 200;
/** The contract's limit of `names`. */
const namesPerCall = 100;
/** Operations kept of this session; the oldest go first. */
const maxOperations = 200;

type Picture = Pick<LiveSnapshot, 'services' | 'environments' | 'operations'>;

/** Reads all services and environments. Operations are only known from events, so they stay. */
export async function readAll(platform: Platform, before: Picture, signal: AbortSignal): Promise<Picture> {
  const [services, environments] = await Promise.all([
    readServices(platform, signal),
    readEnvironments(platform, signal),
  ]);
  return { services, environments, operations: before.operations };
}

/** Reads again what changed, and nothing else. */
export async function readDirty(
  platform: Platform,
  before: Picture,
  dirty: Dirty,
  signal: AbortSignal,
): Promise<Picture> {
  const [environments, services, operations] = await Promise.all([
    dirty.environments ? readEnvironments(platform, signal) : before.environments,
    dirty.services.length > 0
      ? rereadServices(platform, before.services, dirty.services, signal)
      : before.services,
    dirty.operations.length > 0
      ? rereadOperations(platform, before.operations, dirty.operations, signal)
      : before.operations,
  ]);
  return { environments, services, operations };
}

async function readServices(platform: Platform, signal: AbortSignal): Promise<Map<string, Service>> {
  const read = (pageToken?: string): Promise<Page<Service>> =>
    platform.listServices(
      { view: 'Summary', pageSize, ...(pageToken && { pageToken }) },
      { signal, fresh: true },
    );
  return byName(await allPages(read));
}

async function readEnvironments(platform: Platform, signal: AbortSignal): Promise<Map<string, Environment>> {
  const read = (pageToken?: string): Promise<Page<Environment>> =>
    platform.listEnvironments({ pageSize, ...(pageToken && { pageToken }) }, { signal, fresh: true });
  return byName(await allPages(read));
}

/** A name that is asked for and not answered is gone. */
async function rereadServices(
  platform: Platform,
  before: ReadonlyMap<string, Service>,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Service>> {
  const next = new Map(before);
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
      if (service) next.set(name, service);
      else next.delete(name);
    }
  }
  return next;
}

async function rereadOperations(
  platform: Platform,
  before: ReadonlyMap<string, Operation>,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Operation>> {
  const next = new Map(before);
  for (const id of ids) {
    next.delete(id);
    try {
      next.set(id, await platform.getOperation(id, { signal, fresh: true }));
    } catch (error) {
      if (!PlatformError.is(error, 'not-found', 'not-implemented')) throw error;
    }
  }
  for (const oldest of next.keys()) {
    if (next.size <= maxOperations) break;
    next.delete(oldest);
  }
  return next;
}

/** Every item of a list. A token that comes back twice would go round for ever, so it ends the list. */
async function allPages<T>(read: (pageToken?: string) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  for (let token: string | undefined; ;) {
    const page = await read(token);
    items.push(...page.items);
    token = page.nextPageToken;
    if (!token || seen.has(token)) return items;
    seen.add(token);
  }
}

function byName<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
