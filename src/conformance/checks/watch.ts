import { t } from '../../base/l10n.js';
import { isCloudEvent } from '../../contract/generated/checks.js';
import type { Check, Kit } from '../check.js';
import { mediaTypeOf } from '../exchange.js';
import type { StreamedEvent } from '../eventText.js';
import { expect, expectStatus } from '../expect.js';
import type { Streamed } from '../probe.js';
import { NotApplicable } from '../verdict.js';

/** What changes of the target while the stream is open. */
const told = ['platform.service.changed', 'platform.operation.changed'];

const watched = new WeakMap<object, Promise<Streamed>>();

/** What the stream tells while the target is restarted; asked once for each run. */
async function watch(kit: Kit): Promise<Streamed> {
  await kit.facts.needs('watch');
  let found = watched.get(kit.trial);
  if (!found) watched.set(kit.trial, (found = watchRestart(kit)));
  return found;
}

async function watchRestart({ probe, trial }: Kit): Promise<Streamed> {
  await trial.deployed();
  const request = await trial.complete({ environment: trial.target.environment, kind: 'Restart' });
  const enough = (events: readonly StreamedEvent[]): boolean =>
    told.every((type) => events.some(({ data }) => data.includes(type)));
  const streaming = probe.stream('/watch', { enough, timeoutMs: trial.timeoutMs });
  const { operation } = await trial.end(await trial.send(request));
  const stream = await streaming;
  if (stream.events.length === 0 && !operation.done) throw new NotApplicable(t('Nothing changed.'));
  return stream;
}

export function watchChecks(): readonly Check[] {
  return [
    {
      id: 'watch/tells',
      level: 'full',
      proves: t('GET /watch tells that a service and an operation changed.'),
      async run(kit) {
        const { exchange, events } = await watch(kit);
        expectStatus(exchange, 200);
        const type = mediaTypeOf(exchange);
        expect(type === 'text/event-stream', t('The content type is "{0}".', type), exchange);
        for (const wanted of told) {
          const found = events.some(({ data }) => data.includes(wanted));
          expect(found, t('A restart came without {0}.', wanted), exchange);
        }
      },
    },
    {
      id: 'watch/framing',
      level: 'full',
      proves: t('Each watch event is a CloudEvent with the id and the type of the stream’s event.'),
      async run(kit) {
        const { exchange, events } = await watch(kit);
        for (const { id, event, data } of events) {
          const value = parsed(data);
          expect(isCloudEvent(value), t('This is no CloudEvent: {0}', data), exchange);
          expect(value.specversion === '1.0', t('specversion is "{0}".', value.specversion), exchange);
          const named = value.type === event || event === 'reset';
          const message = t(
            'The stream says id "{0}", event "{1}"; the data "{2}", "{3}".',
            id ?? '',
            event ?? '',
            value.id,
            value.type,
          );
          expect(value.id === id && named, message, exchange);
        }
      },
    },
    {
      id: 'watch/resume',
      level: 'full',
      proves: t('Last-Event-ID resumes the stream after that event.'),
      async run(kit) {
        const { events } = await watch(kit);
        const [first, second] = events;
        if (first?.id === undefined || !second) {
          throw new NotApplicable(t('The stream told too little to resume.'));
        }
        const { exchange, events: rest } = await kit.probe.stream('/watch', {
          headers: { 'last-event-id': first.id },
          enough: (found) => found.length > 0,
          timeoutMs: kit.trial.timeoutMs,
        });
        const message = t(
          'After {0} comes "{1}"; "{2}" was expected.',
          first.id,
          rest[0]?.id ?? '',
          second.id ?? '',
        );
        expect(rest[0]?.id === second.id, message, exchange);
      },
    },
    {
      id: 'watch/reset',
      level: 'full',
      proves: t('An id that the server no longer knows is answered with a reset.'),
      async run(kit) {
        await kit.facts.needs('watch');
        const { exchange, events } = await kit.probe.stream('/watch', {
          headers: { 'last-event-id': 'golden-path-conformance' },
          enough: (found) => found.length > 0,
          timeoutMs: Math.min(kit.trial.timeoutMs, 5_000),
        });
        const isReset = events[0]?.data.includes('platform.catalog.reset') === true;
        expect(isReset, t('The first event is "{0}".', events[0]?.event ?? ''), exchange);
      },
    },
  ];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
