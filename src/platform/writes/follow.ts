import type { Operation, OperationEvent } from '../../model/delivery.js';
import type { Platform } from '../../model/platform.js';

export interface FollowUi {
  /** The operation was accepted. */
  started(operation: Operation): void;
  event(event: OperationEvent): void;
}

/**
 * Follows an operation to its end through its event stream and returns its last state; with `leaveWaiting` only until
 * it waits for an approval.
 */
export async function follow(
  platform: Platform,
  operation: Operation,
  ui: Pick<FollowUi, 'event'>,
  signal?: AbortSignal,
  leaveWaiting = false,
): Promise<Operation> {
  const call = { fresh: true, ...(signal && { signal }) };
  if (leaveWaiting && waitsForApproval(operation)) return operation;
  if (!operation.done) {
    for await (const event of platform.operationEvents(operation.id, call)) {
      ui.event(event);
      if (event.type === 'done') break;
      if (!leaveWaiting || event.state !== 'Blocked') continue;
      const blocked = await platform.getOperation(operation.id, call);
      if (waitsForApproval(blocked)) return blocked;
    }
  }
  return platform.getOperation(operation.id, call);
}

export function waitsForApproval({ done, state, blockedBy }: Operation): boolean {
  return !done && state === 'Blocked' && blockedBy?.reason === 'ApprovalRequired';
}
