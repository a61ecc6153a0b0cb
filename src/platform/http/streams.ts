import { watchEventOf } from '../../contract/cloudEvents.js';
import { decodeLogLine, decodeOperationEvent } from '../../contract/decode.js';
import { partRoutes } from '../../contract/partRoutes.js';
import type { Route } from '../../contract/route.js';
import { routes } from '../../contract/routes.js';
import { t } from '../../base/l10n.js';
import type { LogLine, LogQuery, Page, WatchEvent } from '../../model/platform.js';
import type { OperationEvent } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Client } from './client.js';
import { openStream } from './eventStream.js';
import { parseEvent, resuming } from './resuming.js';

interface StreamOptions {
  readonly signal?: AbortSignal;
  readonly after?: string;
}

/** An operation's events to its end, whatever happens to the connection on the way. */
export function readOperationEvents(
  client: Client,
  operation: string,
  options: StreamOptions,
): AsyncIterable<OperationEvent> {
  const route = (after?: string) => routes.listOperationEvents(operation, after);
  return eventsToTheEnd(client, route, routes.getOperation(operation), options);
}

/** The events of a build or test run to its end. */
export function readPipelineEvents(
  client: Client,
  run: string,
  options: StreamOptions,
): AsyncIterable<OperationEvent> {
  const route = (after?: string) => partRoutes.listPipelineRunEvents(run, after);
  return eventsToTheEnd(client, route, partRoutes.getPipelineRun(run), options);
}

function eventsToTheEnd(
  client: Client,
  route: (after?: string) => Route<Page<OperationEvent>>,
  teller: Route<{ readonly done: boolean }>,
  { signal, after }: StreamOptions,
): AsyncIterable<OperationEvent> {
  return resuming(client, {
    route,
    decode: decodeOperationEvent,
    isLast: (event) => event.type === 'done',
    isOver: async () => (await client.send(teller, { signal, fresh: true })).done,
    after,
    signal,
  });
}

export async function* readLogs(
  client: Client,
  service: string,
  environment: string,
  query: LogQuery,
  { signal, opened }: StreamOptions & { readonly opened?: () => void },
): AsyncGenerator<LogLine> {
  if (query.follow !== true) {
    const page = await client.send(routes.listLogs(service, environment, query), { signal });
    yield* page.items;
    return;
  }
  yield* resuming(client, {
    route: (after) =>
      routes.listLogs(service, environment, { ...query, ...(after !== undefined && { after }) }),
    decode: decodeLogLine,
    isLast: () => false,
    isOver: () => Promise.resolve(false),
    after: query.after,
    opened,
    signal,
  });
}

export async function* readWatch(
  client: Client,
  { signal, after, opened }: StreamOptions & { readonly opened?: () => void },
): AsyncGenerator<WatchEvent> {
  const answer = await openStream(client, routes.watch(after), { after, signal });
  if (answer.kind === 'events') {
    opened?.();
    for await (const events of answer.events) {
      for (const { id, event, data } of events) {
        yield event === 'reset' ? { id, type: 'platform.catalog.reset' } : watchEventOf(parseEvent(data));
      }
    }
  }
  throw new PlatformError(
    'unreachable',
    t('The platform closed the stream of changes. It is taken up again.'),
  );
}
