import { cloudEventOf } from '../../../contract/cloudEvents.js';
import { t } from '../../../base/l10n.js';
import type { LogLine, WatchEvent } from '../../../model/platform.js';
import type { App } from '../../app.js';
import { fieldRefusal } from '../../../contract/refusal.js';
import { ok, type Endpoint, type Exchange } from '../exchange.js';
import { findEnvironment, findService, hasEnvironment } from './catalog.js';

const defaultTail = 200;
const maxTail = 5_000;
/** How often working folders are compared with what runs while someone watches. */
const syncCheckMs = 10_000;

export function observeEndpoints(app: App): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/v1/services/{service}/environments/{environment}/logs',
      handle(exchange) {
        const service = findService(app, exchange.params['service'] ?? '').name;
        const environment = findEnvironment(app, exchange.params['environment'] ?? '').name;
        app.control.access.demand(exchange.caller, 'logs.read', { service, environment });
        const book = app.runtime.logBook({ service, environment });
        const wanted = lineFilter(exchange);
        const tail = readTail(exchange.query);
        const past = (): readonly LogLine[] => {
          const lines = book.lines().filter(wanted);
          return tail === 0 ? [] : lines.slice(-tail);
        };
        if (!exchange.wantsStream) return ok({ items: past() });
        const follow = exchange.query.get('follow') === 'true';
        return {
          async stream(events) {
            const send = (line: LogLine): void => events.send({ id: line.id, event: 'log', data: line });
            past().forEach(send);
            if (!follow) {
              events.send({ id: book.lines().at(-1)?.id ?? '0', event: 'done', data: {} });
              return;
            }
            const subscription = book.onDidAdd((line) => {
              if (wanted(line)) send(line);
            });
            // Whoever follows the log of an environment that is gone is told so when asking again.
            const leaving = app.feed.onDidAdd(({ type, subject }) => {
              const isIt = type === 'platform.environment.changed' && subject === environment;
              if (isIt && !hasEnvironment(app, environment)) events.end();
            });
            await events.closed();
            subscription.dispose();
            leaving.dispose();
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/v1/watch',
      handle({ query, header }) {
        const services = query.get('services')?.split(',');
        const after = header('Last-Event-ID') ?? query.get('after') ?? undefined;
        const wanted = ({ type, subject }: WatchEvent): boolean =>
          services === undefined || type !== 'platform.service.changed' || services.includes(subject ?? '');
        return {
          async stream(events) {
            const send = (event: WatchEvent): void => {
              if (!wanted(event)) return;
              const isReset = event.type === 'platform.catalog.reset';
              const name = isReset ? 'reset' : event.type;
              events.send({ id: event.id, event: name, data: cloudEventOf(event, '/v1') });
            };
            app.feed.since(after).forEach(send);
            const subscription = app.feed.onDidAdd(send);
            const timer = setInterval(() => app.checkSync(), syncCheckMs);
            await events.closed();
            clearInterval(timer);
            subscription.dispose();
          },
        };
      },
    },
  ];
}

function readTail(query: URLSearchParams): number {
  const value = query.get('tail');
  if (value === null) return defaultTail;
  const tail = Number(value);
  if (Number.isInteger(tail) && tail >= 0) return Math.min(tail, maxTail);
  throw fieldRefusal('/tail', t('tail is a whole number from 0 to {0}.', maxTail));
}

function lineFilter({ query, header }: Exchange): (line: LogLine) => boolean {
  const q = query.get('q')?.toLowerCase();
  const sinceText = query.get('since');
  const since = sinceText === null ? undefined : Date.parse(sinceText);
  if (since !== undefined && Number.isNaN(since)) {
    throw fieldRefusal('/since', t('since is a time like 2026-01-31T08:00:00Z.'));
  }
  const after = Number(header('Last-Event-ID') ?? query.get('after') ?? 0) || 0;
  const instance = query.get('instance');
  const container = query.get('container');
  return (line) =>
    Number(line.id) > after &&
    (since === undefined || Date.parse(line.time) >= since) &&
    (!q || line.message.toLowerCase().includes(q)) &&
    (instance === null || line.instance === instance) &&
    (container === null || line.container === container);
}
