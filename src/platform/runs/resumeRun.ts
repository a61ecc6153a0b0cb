import { systemClock, type Clock } from '../../model/clock.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Platform, WriteOptions } from '../../model/platform.js';
import { drive } from '../writes/driven.js';
import { follow, type FollowUi } from '../writes/follow.js';
import type { Pending } from '../writes/pendingWrites.js';
import { mayResend, sendKept } from '../writes/sendKept.js';
import type { PendingRun } from './pendingRun.js';

export interface ResumeRunOptions {
  /** Sends it as the person filled it in again, with its secrets; without, it is sent as it was kept. */
  readonly send?: (options: WriteOptions) => Promise<Operation>;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/**
 * Takes a run up that was left behind: follows it where the platform took it, else sends it with the same key, so that it
 * is done once. `undefined` when nothing more will come of it. Rejects with `PlatformError`; it stays kept while its end is
 * not known.
 */
export function resumeRun(
  platform: Platform,
  run: PendingRun,
  pending: Pending<PendingRun>,
  ui: FollowUi,
  options: ResumeRunOptions = {},
): Promise<Operation | undefined> {
  return drive(run.key, async () => {
    const operation = await operationOf(platform, run, pending, options);
    if (operation) ui.started(operation);
    const ended = operation && (await follow(platform, operation, ui, options.signal));
    await pending.drop(run.key);
    return ended;
  });
}

async function operationOf(
  platform: Platform,
  run: PendingRun,
  pending: Pending<PendingRun>,
  { send = sendAgain(platform, run), signal, clock = systemClock }: ResumeRunOptions,
): Promise<Operation | undefined> {
  if (run.operation === undefined) {
    if (!send || !mayResend(run, clock)) return undefined;
    return sendKept(platform, run, { pending, send, what: run.title }, signal);
  }
  try {
    return await platform.getOperation(run.operation, { fresh: true, ...(signal && { signal }) });
  } catch (error) {
    if (PlatformError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

function sendAgain(
  { templates, actions }: Platform,
  { kind, name, request, hasSecrets }: PendingRun,
): ((options: WriteOptions) => Promise<Operation>) | undefined {
  const part = kind === 'template' ? templates : actions;
  return part && !hasSecrets ? (options) => part.run(name, request, options) : undefined;
}
