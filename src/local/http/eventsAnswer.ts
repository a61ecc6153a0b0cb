import type { Event } from '../../base/events.js';
import type { OperationEvent } from '../../model/delivery.js';
import type { EventStream } from './eventStream.js';
import { ok, type Answer, type Exchange } from './exchange.js';

/** Something that tells what it does while it lasts: an operation, a pipeline run. */
export interface Teller {
  readonly past: readonly OperationEvent[];
  readonly isDone: () => boolean;
  readonly onEvent: Event<OperationEvent>;
}

/** Its events after the one that the client names: as a list, or as a stream that ends after `done`. */
export function eventsAnswer({ query, header, wantsStream }: Exchange, teller: Teller): Answer {
  const after = Number(header('Last-Event-ID') ?? query.get('after') ?? 0) || 0;
  const past = teller.past.filter(({ id }) => Number(id) > after);
  return wantsStream ? { stream: (stream) => follow(teller, past, stream) } : ok({ items: past });
}

async function follow(
  { isDone, onEvent }: Teller,
  past: readonly OperationEvent[],
  stream: EventStream,
): Promise<void> {
  const send = (event: OperationEvent): void => {
    stream.send({ id: event.id, event: event.type, data: event });
    if (event.type === 'done') stream.end();
  };
  const subscription = onEvent(send);
  past.forEach(send);
  if (isDone()) stream.end();
  await stream.closed();
  subscription.dispose();
}
