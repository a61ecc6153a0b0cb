import { t } from '../base/l10n.js';
import { cloudEventOf } from '../contract/cloudEvents.js';
import { isAccessEvaluationRequest } from '../contract/generated/checks.js';
import { fieldRefusal } from '../contract/refusal.js';
import type { LogLine, LogQuery, Platform, WatchEvent } from '../model/platform.js';
import {
  demand,
  eitherName,
  named,
  reading,
  type Answer,
  type Asked,
  type Endpoint,
  type Sent,
} from './endpoint.js';
import { pageQuery, texts } from './query.js';

const maxTail = 5_000;

/** How services fare where they run: state, events, logs, objectives, and every change as it comes. */
export function observeEndpoints(platform: Platform): readonly Endpoint[] {
  const { places, measures, access } = platform;
  const place = '/services/{service}/environments/{environment}';
  const environment = (asked: Asked): string => named(asked, 'environment');
  return [
    ...(places
      ? [
          reading(place, (asked) =>
            eitherName(asked, (service) => places.get(service, environment(asked), asked)),
          ),
          reading(`${place}/events`, (asked) =>
            eitherName(asked, (service) =>
              places.events(service, environment(asked), pageQuery(asked.query), asked),
            ),
          ),
        ]
      : []),
    ...(measures
      ? [
          reading('/services/{service}/slos', async (asked) => ({
            items: await eitherName(asked, (service) =>
              measures.slos(service, texts(asked.query, ['environment']), asked),
            ),
          })),
        ]
      : []),
    ...(access
      ? [
          {
            method: 'POST' as const,
            path: '/access/evaluations',
            answer: async (asked: Asked): Promise<Answer> => ({
              body: await access.evaluate(demand(isAccessEvaluationRequest, await asked.body()), asked),
            }),
          },
        ]
      : []),
    { method: 'GET', path: `${place}/logs`, answer: (asked) => logs(platform, asked) },
    {
      method: 'GET',
      path: '/watch',
      answer: ({ signal }) => Promise.resolve({ events: changes(platform.watch(signal ? { signal } : {})) }),
    },
  ];
}

async function logs(platform: Platform, asked: Asked): Promise<Answer> {
  // Refused, where there is no such service, before a stream is opened.
  const { name: known } = await eitherName(asked, (service) => platform.getService(service, asked));
  const query = logQuery(asked);
  const lines = platform.logs(known, named(asked, 'environment'), query, asked);
  if (asked.wantsStream) return { events: sentLines(lines, query.follow === true) };
  const items: LogLine[] = [];
  for await (const line of lines) items.push(line);
  return { body: { items } };
}

function logQuery({ query, header, wantsStream }: Asked): LogQuery {
  const text = query.get('tail');
  const tail = text === null ? undefined : Number(text);
  if (tail !== undefined && !(Number.isInteger(tail) && tail >= 0)) {
    throw fieldRefusal('/tail', t('tail is a whole number from 0 to {0}.', maxTail));
  }
  const after = header('last-event-id') ?? query.get('after') ?? undefined;
  return {
    ...texts(query, ['since', 'q', 'instance']),
    ...(tail !== undefined && { tail: Math.min(tail, maxTail) }),
    ...(after !== undefined && { after }),
    ...(wantsStream && query.get('follow') === 'true' && { follow: true }),
  };
}

/** An end is told where one was to be expected. */
async function* sentLines(lines: AsyncIterable<LogLine>, isEndless: boolean): AsyncGenerator<Sent> {
  let id = '0';
  for await (const line of lines) {
    ({ id } = line);
    yield { id, event: 'log', data: line };
  }
  if (!isEndless) yield { id, event: 'done', data: {} };
}

async function* changes(events: AsyncIterable<WatchEvent>): AsyncGenerator<Sent> {
  for await (const event of events) {
    const name = event.type === 'platform.catalog.reset' ? 'reset' : event.type;
    yield { id: event.id, event: name, data: cloudEventOf(event, '/v1') };
  }
}
