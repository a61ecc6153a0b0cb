import { offers } from '../../contract/capabilities.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Platform, PlatformInfo } from '../../model/platform.js';
import type { Part } from './dirty.js';
import { pageSize } from './pages.js';
import { unlessRefused } from './refused.js';

type Operations = ReadonlyMap<string, Operation>;

/** Operations kept; of those that ended the oldest go first, those in flight stay. */
const maxOperations = 200;

/**
 * With `all`, what is in flight and recent, of everybody and the caller's own, which others must not crowd out. Those
 * named by events are read one by one, and so is everything where the platform has no list; one that is gone is
 * forgotten.
 */
export async function readOperations(
  platform: Platform,
  info: PlatformInfo,
  before: Operations,
  { all, ids }: Part,
  signal: AbortSignal,
): Promise<Operations> {
  const listed = all ? await list(platform, info, signal) : undefined;
  if (listed) return bounded(listed);
  if (ids.length === 0) return before;
  const next = new Map(before);
  for (const id of ids) {
    next.delete(id);
    try {
      next.set(id, await platform.getOperation(id, { signal, fresh: true }));
    } catch (error) {
      if (!PlatformError.is(error, 'not-found', 'not-implemented', 'forbidden')) throw error;
    }
  }
  return bounded([...next.values()]);
}

async function list(
  { operations }: Platform,
  info: PlatformInfo,
  signal: AbortSignal,
): Promise<readonly Operation[] | undefined> {
  if (!operations || !offers(info, 'operations')) return undefined;
  const call = { signal, fresh: true };
  const pages = await unlessRefused(
    Promise.all([operations.list({ pageSize }, call), operations.list({ createdBy: 'me', pageSize }, call)]),
  );
  return pages?.flatMap(({ items }) => items);
}

function bounded(operations: readonly Operation[]): Operations {
  const sorted = [...new Map(operations.map((each) => [each.id, each])).values()].sort(byBeginning);
  let excess = sorted.length - maxOperations;
  const kept = sorted.filter(({ done }) => !done || excess-- <= 0);
  return new Map(kept.map((each) => [each.id, each]));
}

function byBeginning(one: Operation, other: Operation): number {
  return Date.parse(one.createdAt) - Date.parse(other.createdAt) || (one.id < other.id ? -1 : 1);
}
