import { t } from '../../../base/l10n.js';
import type { OperationEvent } from '../../../model/delivery.js';
import type { App } from '../../app.js';
import { refusal } from '../../delivery/refusal.js';
import type { PipelineRecord } from '../../store/state.js';
import type { EventStream } from '../eventStream.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';
import { findService } from './catalog.js';

export function pipelineEndpoints(app: App): readonly Endpoint[] {
  const find = (id: string | undefined): PipelineRecord => {
    const record = app.pipelines.find(id ?? '');
    if (record) return record;
    throw refusal('not-found', t('There is no pipeline run "{0}".', id ?? ''));
  };
  return [
    {
      method: 'GET',
      path: '/v1/services/{service}/pipeline-runs',
      handle({ params, query }) {
        const { name } = findService(app, params['service'] ?? '');
        const commit = query.get('commit');
        const found = app.pipelines.records
          .map(({ run }) => run)
          .filter((run) => run.service === name && (commit === null || run.commit?.id === commit))
          .filter((run) =>
            (['kind', 'state', 'branch', 'release'] as const).every(
              (key) => !query.get(key) || query.get(key) === run[key],
            ),
          );
        return ok(pageOf(found.reverse(), query));
      },
    },
    {
      method: 'GET',
      path: '/v1/pipeline-runs/{run}',
      handle: ({ params }) => ok(find(params['run']).run),
    },
    {
      method: 'GET',
      path: '/v1/pipeline-runs/{run}/events',
      handle({ params, query, header, wantsStream }) {
        const { run, events } = find(params['run']);
        const after = Number(header('Last-Event-ID') ?? query.get('after') ?? 0) || 0;
        const past = events.filter(({ id }) => Number(id) > after);
        if (!wantsStream) return ok({ items: past });
        return { stream: (stream) => follow(app, run.id, past, stream) };
      },
    },
  ];
}

/** Past events, then live ones; ends after `done`. */
async function follow(
  app: App,
  run: string,
  past: readonly OperationEvent[],
  stream: EventStream,
): Promise<void> {
  const send = (event: OperationEvent): void => {
    stream.send({ id: event.id, event: event.type, data: event });
    if (event.type === 'done') stream.end();
  };
  const subscription = app.pipelines.onEvent((told) => {
    if (told.run === run) send(told.event);
  });
  past.forEach(send);
  if (app.pipelines.find(run)?.run.done) stream.end();
  await stream.closed();
  subscription.dispose();
}
