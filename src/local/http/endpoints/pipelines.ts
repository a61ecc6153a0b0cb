import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { refusal } from '../../../contract/refusal.js';
import type { PipelineRecord } from '../../store/state.js';
import { eventsAnswer } from '../eventsAnswer.js';
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
      handle(exchange) {
        const { run, events } = find(exchange.params['run']);
        return eventsAnswer(exchange, {
          past: events,
          isDone: () => app.pipelines.find(run.id)?.run.done === true,
          onEvent: (listener) =>
            app.pipelines.onEvent((told) => {
              if (told.run === run.id) listener(told.event);
            }),
        });
      },
    },
  ];
}
