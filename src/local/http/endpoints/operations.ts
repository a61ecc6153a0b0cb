import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { refusal } from '../../../contract/refusal.js';
import { findOperation } from '../../store/changes.js';
import type { OperationRecord } from '../../store/state.js';
import { eventsAnswer } from '../eventsAnswer.js';
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
      handle(exchange) {
        const { operation, events } = find(exchange.params['operation']);
        return eventsAnswer(exchange, {
          past: events,
          isDone: () => findOperation(app.store.state, operation.id)?.operation.done === true,
          onEvent: (listener) =>
            app.tracker.onEvent((told) => {
              if (told.operation === operation.id) listener(told.event);
            }),
        });
      },
    },
    {
      method: 'POST',
      path: '/v1/operations/{operation}/cancel',
      handle: ({ params, caller }) => ok(app.cancel(find(params['operation']).operation.id, caller)),
    },
  ];
}
