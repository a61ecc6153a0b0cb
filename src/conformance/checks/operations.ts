import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import { isOperationEvent } from '../../contract/generated/checks.js';
import type { Check, Kit } from '../check.js';
import { jsonOf, mediaTypeOf, type Exchange } from '../exchange.js';
import { expect, expectRefusal, expectShape, expectStatus } from '../expect.js';
import type { Streamed } from '../probe.js';
import { NotApplicable } from '../verdict.js';

type EventList = components['schemas']['OperationEventList'];

const final = new Set(['Succeeded', 'Failed', 'Canceled']);

async function streamed({ trial }: Kit): Promise<Streamed> {
  const { streamed: found } = await trial.deployed();
  if (found) return found;
  throw new NotApplicable(t('The platform does not declare the capability {0}.', 'operations: Stream'));
}

async function listed({ probe, trial }: Kit): Promise<[EventList['items'], Exchange, string]> {
  const { operation } = await trial.deployed();
  const path = `/operations/${encodeURIComponent(operation.id)}/events`;
  const answer = await probe.get(path);
  return [expectShape(answer, 'OperationEventList').items, answer, path];
}

export function operationChecks(): readonly Check[] {
  return [
    {
      id: 'operations/state',
      level: 'deploy',
      proves: t('An operation is done when, and only when, its state is a last one.'),
      async run({ trial }) {
        const { accepted, ended } = await trial.deployed();
        for (const answer of [accepted, ended]) {
          const { state, done } = expectShape(answer, 'Operation', answer === accepted ? 202 : 200);
          const message = t('state is {0}, done is {1}.', state, String(done));
          expect(final.has(state) === done, message, answer);
        }
      },
    },
    {
      id: 'operations/times',
      level: 'deploy',
      proves: t('An operation that is done says when it finished.'),
      async run({ trial }) {
        const { operation, ended } = await trial.deployed();
        expect(operation.finishedAt !== undefined, t('finishedAt is absent.'), ended);
      },
    },
    {
      id: 'operations/not-found',
      level: 'deploy',
      proves: t('An operation that does not exist is 404.'),
      async run({ probe }) {
        expectRefusal(await probe.get('/operations/golden-path-conformance'), [404], ['not-found']);
      },
    },
    {
      id: 'operations/events',
      level: 'deploy',
      proves: t('The events of an operation can be read as JSON, each id once, with "done" as the last.'),
      async run(kit) {
        const [items, answer] = await listed(kit);
        const ids = new Set(items.map(({ id }) => id));
        expect(ids.size === items.length, t('An id comes twice.'), answer);
        const last = items.at(-1)?.type ?? '';
        expect(last === 'done', t('The last event is "{0}".', last), answer);
        const times = items.map(({ time }) => Date.parse(time));
        const sorted = times.every((time, index) => index === 0 || (times[index - 1] ?? 0) <= time);
        expect(sorted, t('They are not in the order of time.'), answer);
      },
    },
    {
      id: 'operations/events-after',
      level: 'deploy',
      proves: t('after= reads the events after that one, and only those.'),
      async run(kit) {
        const [items, , path] = await listed(kit);
        const middle = items[Math.floor((items.length - 1) / 2)];
        if (!middle) throw new NotApplicable(t('The operation has no events.'));
        const answer = await kit.probe.get(path, { query: { after: middle.id } });
        const rest = expectShape(answer, 'OperationEventList').items.map(({ id }) => id);
        const wanted = items.slice(items.indexOf(middle) + 1).map(({ id }) => id);
        const message = t('After {0} come "{1}"; "{2}" was expected.', middle.id, rest.join(), wanted.join());
        expect(rest.join() === wanted.join(), message, answer);
      },
    },
    {
      id: 'operations/stream',
      level: 'deploy',
      proves: t(
        'The events stream as text/event-stream, uncompressed and uncached, and the server closes after "done".',
      ),
      async run(kit) {
        const { exchange, events, closed } = await streamed(kit);
        expectStatus(exchange, 200);
        const type = mediaTypeOf(exchange);
        expect(type === 'text/event-stream', t('The content type is "{0}".', type), exchange);
        const encoding = exchange.headers['content-encoding'] ?? 'identity';
        expect(
          encoding === 'identity',
          t('The stream is packed as {0}: events would wait in it.', encoding),
          exchange,
        );
        const control = exchange.headers['cache-control'] ?? '';
        expect(/no-(store|cache)/.test(control), t('Cache-Control is "{0}".', control), exchange);
        const last = events.at(-1)?.event ?? '';
        expect(last === 'done', t('The last event is "{0}".', last), exchange);
        expect(closed, t('The server does not close the stream after "done".'), exchange);
      },
    },
    {
      id: 'operations/stream-framing',
      level: 'deploy',
      proves: t('Each streamed event has an id and a name, those of the event in its data.'),
      async run(kit) {
        const { exchange, events } = await streamed(kit);
        for (const { id, event, data } of events) {
          const value = parsed(data);
          expect(isOperationEvent(value), t('This is no event of an operation: {0}', data), exchange);
          const message = t(
            'The stream says id "{0}", event "{1}"; the data "{2}", "{3}".',
            id ?? '',
            event ?? '',
            value.id,
            value.type,
          );
          expect(value.id === id && value.type === event, message, exchange);
        }
      },
    },
    {
      id: 'operations/stream-resume',
      level: 'deploy',
      proves: t('Last-Event-ID resumes a stream after that event: nothing lost, nothing twice.'),
      async run(kit) {
        const { events } = await streamed(kit);
        const { operation } = await kit.trial.deployed();
        const middle = events[Math.floor((events.length - 1) / 2)];
        if (middle?.id === undefined) throw new NotApplicable(t('The stream had no events with an id.'));
        const { events: rest, exchange } = await kit.probe.stream(
          `/operations/${encodeURIComponent(operation.id)}/events`,
          { timeoutMs: kit.trial.timeoutMs, headers: { 'last-event-id': middle.id } },
        );
        const ids = (list: typeof events): string => list.map(({ id }) => id ?? '').join();
        const wanted = ids(events.slice(events.indexOf(middle) + 1));
        const message = t('After {0} come "{1}"; "{2}" was expected.', middle.id, ids(rest), wanted);
        expect(ids(rest) === wanted, message, exchange);
      },
    },
    {
      id: 'operations/cancel',
      level: 'deploy',
      proves: t('A running operation can be asked to stop, and then ends.'),
      async run(kit) {
        await kit.facts.needs('operations');
        const { trial, probe } = kit;
        await trial.deployed();
        const request = await trial.complete({ environment: trial.target.environment, kind: 'Restart' });
        const accepted = await trial.send(request);
        const { id } = expectShape(accepted, 'Operation', 202);
        const answer = await probe.call('POST', `/operations/${encodeURIComponent(id)}/cancel`, {
          json: { comment: 'Golden Path conformance' },
        });
        const { operation, ended } = await trial.end(accepted);
        if (answer.status === 409) {
          throw new NotApplicable(t('The operation could not be canceled any more.'));
        }
        expectShape(answer, 'Operation');
        const message = t('It ended as {0}.', operation.state);
        expect(['Canceled', 'Succeeded'].includes(operation.state), message, answer, ended);
      },
    },
    {
      id: 'operations/cancel-ended',
      level: 'deploy',
      proves: t('Canceling an operation that has ended changes nothing.'),
      async run(kit) {
        await kit.facts.needs('operations');
        const { operation } = await kit.trial.deployed();
        const path = `/operations/${encodeURIComponent(operation.id)}`;
        const answer = await kit.probe.call('POST', `${path}/cancel`, { json: {} });
        expectStatus(answer, 200, 409);
        const after = await kit.probe.get(path);
        const { state } = expectShape(after, 'Operation');
        expect(state === operation.state, t('It was {0} and became {1}.', operation.state, state), after);
      },
    },
  ];
}

function parsed(text: string): unknown {
  return jsonOf({ body: text } as Exchange);
}
