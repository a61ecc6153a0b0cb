import { t } from '../../../base/l10n.js';
import type { OperationEvent } from '../../../model/delivery.js';
import type { App } from '../../app.js';
import { refusal } from '../../delivery/refusal.js';
import { findOperation } from '../../store/changes.js';
import type { OperationRecord } from '../../store/state.js';
import type { EventStream } from '../eventStream.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';

export function operationEndpoints(app: App): readonly Endpoint[] {
  const find = (id: string | undefined): OperationRecord => {
    const record = findOperation(app.store.state, id ?? '');
    if (record) return record;
    throw refusal('not-found', t('There is no operation "{0}".', id ?? ''));
  };
  return [
    {
      method: 'GET',
      path: '/v1/operations',
      handle({ query, caller }) {
        const by = query.get('createdBy');
        const author = by === 'me' ? caller.actor.id : by;
        const found = app.store.state.operations
          .map(({ operation }) => operation)
          .filter((operation) => !author || operation.createdBy?.id === author)
          .filter((operation) =>
            (['service', 'environment', 'state'] as const).every(
              (key) => !query.get(key) || query.get(key) === operation[key],
            ),
          );
        return ok(pageOf(found.reverse(), query));
      },
    },
    {
      method: 'GET',
      path: '/v1/operations/{operation}',
      handle: ({ params }) => ok(find(params['operation']).operation),
    },
    {
      method: 'GET',
      path: '/v1/operations/{operation}/events',
      handle({ params, query, header, wantsStream }) {
        const { operation, events } = find(params['operation']);
        const after = Number(header('Last-Event-ID') ?? query.get('after') ?? 0) || 0;
        const past = events.filter(({ id }) => Number(id) > after);
        if (!wantsStream) return ok({ items: past });
        return { stream: (stream) => follow(app, operation.id, past, stream) };
      },
    },
    {
      method: 'POST',
      path: '/v1/operations/{operation}/cancel',
      handle: ({ params, caller }) => ok(app.cancel(find(params['operation']).operation.id, caller)),
    },
  ];
}

/** Past events, then live ones; ends after `done`. */
async function follow(
  app: App,
  operation: string,
  past: readonly OperationEvent[],
  stream: EventStream,
): Promise<void> {
  const send = (event: OperationEvent): void => {
    stream.send({ id: event.id, event: event.type, data: event });
    if (event.type === 'done') stream.end();
  };
  const subscription = app.tracker.onEvent((tracked) => {
    if (tracked.operation === operation) send(tracked.event);
  });
  past.forEach(send);
  if (findOperation(app.store.state, operation)?.operation.done) stream.end();
  await stream.closed();
  subscription.dispose();
}
