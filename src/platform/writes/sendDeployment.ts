import { onAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { Clock } from '../../model/clock.js';
import type { Operation } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import { isResting } from '../http/breaker.js';
import type { PendingWrite, PendingWrites } from './pendingWrites.js';

/** After these the platform may have taken the deployment all the same, be it in an attempt before the last. */
const unclear: ReadonlySet<string> = new Set([
  'rate-limited',
  'unauthenticated',
  'unreachable',
  'timeout',
  'unavailable',
  'internal',
  'not-a-platform',
  'too-large',
]);

/** Later than this a write of which nobody heard is not sent again by itself: what it was confirmed for may be gone. */
const resendMs = 15 * 60_000;
/** How long a send that was called off may still take to say whether it came through. */
const graceMs = 5_000;

export function mayResend(write: Pick<PendingWrite, 'since'>, clock: Clock): boolean {
  return Math.abs(clock.now() - write.since) <= resendMs;
}

/**
 * Sends a deployment that is kept before it goes out: sent again with the same key it is the same operation. Rejects
 * with `PlatformError`; it stays kept when nobody can say whether the platform took it. Called off on its way, it is
 * cancelled at the platform if it came through.
 */
export async function sendDeployment(
  platform: Platform,
  write: PendingWrite,
  pending: PendingWrites,
  signal?: AbortSignal,
): Promise<Operation> {
  const isAgain = (await pending.all()).some(({ key }) => key === write.key);
  await pending.keep(write);
  if (signal?.aborted) await pending.drop(write.key);
  signal?.throwIfAborted();
  const grace = graceAfter(signal);
  try {
    const operation = await platform.createDeployment(write.service, write.request, {
      idempotencyKey: write.key,
      signal: grace.signal,
    });
    await pending.keep({ ...write, operation: operation.id });
    if (!signal?.aborted || operation.done) return operation;
    return await platform.cancelOperation(operation.id).catch(() => operation);
  } catch (error) {
    if (isUnclear(error)) throw unclearError(write, error);
    // While the breaker is open nothing is sent: what an earlier send came to is as unknown as before.
    const isUnsent = error instanceof PlatformError && isResting(error);
    if (!isUnsent || !isAgain) await pending.drop(write.key);
    throw error;
  } finally {
    grace.dispose();
  }
}

/** Whether the platform may have taken what was sent. */
export function isUnclear(error: unknown): error is PlatformError {
  return error instanceof PlatformError && unclear.has(error.code) && !isResting(error);
}

function unclearError({ service, request }: PendingWrite, cause: PlatformError): PlatformError {
  return new PlatformError(
    cause.code,
    t(
      '{0} Whether the deployment of {1} to {2} began is not known: run it again, it is never done twice.',
      cause.message,
      service,
      request.environment,
    ),
    { cause, ...(cause.retryAfterMs !== undefined && { retryAfterMs: cause.retryAfterMs }) },
  );
}

/** A signal that follows another after the grace. */
function graceAfter(signal: AbortSignal | undefined): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listening =
    signal &&
    onAbort(signal, () => {
      timer = setTimeout(() => controller.abort(signal.reason), graceMs);
    });
  return {
    signal: controller.signal,
    dispose() {
      clearTimeout(timer);
      listening?.dispose();
    },
  };
}
