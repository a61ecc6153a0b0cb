import { systemClock, type Clock } from '../../model/clock.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { follow, type FollowUi } from './follow.js';
import { drive } from './driven.js';
import type { PendingWrite, PendingWrites } from './pendingWrites.js';
import { sendDeployment } from './sendDeployment.js';
import { mayResend } from './sendKept.js';

/** `unknown`: too old to be sent again, or forgotten by the platform; nothing more will come of it. */
export type ResumeResult =
  { readonly outcome: 'unknown' } | { readonly outcome: 'done'; readonly operation: Operation };

export interface ResumeOptions {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/**
 * Takes a deployment up again that was left behind: follows it where the platform took it, and else sends it with the
 * same key, so that it is done once. Rejects with `PlatformError`; it stays kept while its end is not known.
 */
export function resumeDelivery(
  platform: Platform,
  write: PendingWrite,
  pending: PendingWrites,
  ui: FollowUi,
  { signal, clock = systemClock }: ResumeOptions = {},
): Promise<ResumeResult> {
  return drive(write.key, async () => {
    const operation = await operationOf(platform, write, pending, clock, signal);
    if (!operation) {
      await pending.drop(write.key);
      return { outcome: 'unknown' };
    }
    ui.started(operation);
    const ended = await follow(platform, operation, ui, signal);
    await pending.drop(write.key);
    return { outcome: 'done', operation: ended };
  });
}

async function operationOf(
  platform: Platform,
  write: PendingWrite,
  pending: PendingWrites,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<Operation | undefined> {
  if (write.operation === undefined) {
    return mayResend(write, clock) ? await sendDeployment(platform, write, pending, signal) : undefined;
  }
  try {
    return await platform.getOperation(write.operation, { fresh: true, ...(signal && { signal }) });
  } catch (error) {
    if (PlatformError.is(error, 'not-found')) return undefined;
    throw error;
  }
}
