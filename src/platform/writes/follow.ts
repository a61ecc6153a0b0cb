import type { Operation, OperationEvent } from '../../model/delivery.js';
import type { Platform } from '../../model/platform.js';

export interface FollowUi {
  /** The operation was accepted. */
  started(operation: Operation): void;
  event(event: OperationEvent): void;
}

/** Follows an operation to its end through its event stream and returns its last state. */
export async function follow(
  platform: Platform,
  operation: Operation,
  ui: Pick<FollowUi, 'event'>,
  signal?: AbortSignal,
): Promise<Operation> {
  const call = { fresh: true, ...(signal && { signal }) };
  if (!operation.done) {
    for await (const event of platform.operationEvents(operation.id, call)) {
      ui.event(event);
      if (event.type === 'done') break;
    }
  }
  return platform.getOperation(operation.id, call);
}
