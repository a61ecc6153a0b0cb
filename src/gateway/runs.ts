import { isRunRequest } from '../contract/generated/checks.js';
import type { OperationEvent } from '../model/delivery.js';
import type { Platform } from '../model/platform.js';
import {
  accepted,
  demand,
  keyOf,
  named,
  reading,
  type Answer,
  type Asked,
  type Endpoint,
  type Sent,
} from './endpoint.js';
import { pageQuery, texts } from './query.js';

/** Events come in bursts: a list of them ends when none came for so long. */
const quietMs = 1_500;

/** Templates are planned and run. */
export function templateEndpoints(platform: Platform): readonly Endpoint[] {
  const { templates } = platform;
  if (!templates) return [];
  return [
    reading('/templates', async (asked) => platform.listTemplates(pageQuery(asked.query), asked)),
    reading('/templates/{template}', async (asked) => templates.get(named(asked, 'template'), asked)),
    {
      method: 'POST',
      path: '/templates/{template}/runs',
      async answer(asked): Promise<Answer> {
        const template = named(asked, 'template');
        const request = demand(isRunRequest, await asked.body());
        if (asked.query.get('dryRun') === 'true') {
          return { body: await templates.planRun(template, request, asked) };
        }
        // Without the signal of the caller: who leaves early has begun the run all the same.
        return accepted(await templates.run(template, request, { idempotencyKey: keyOf(asked) }));
      },
    },
  ];
}

/** What runs is listed, followed and ended. */
export function operationEndpoints(platform: Platform): readonly Endpoint[] {
  const { operations } = platform;
  if (!operations) return [];
  const id = (asked: Asked): string => named(asked, 'operation');
  const change = (verb: string, work: (asked: Asked) => Promise<unknown>): Endpoint => ({
    ...reading(`/operations/{operation}/${verb}`, work),
    method: 'POST',
  });
  return [
    reading('/operations', async ({ query, signal }) => {
      const filter = texts(query, ['service', 'environment', 'state', 'createdBy']);
      return operations.list({ ...pageQuery(query), ...filter }, { ...(signal && { signal }), fresh: true });
    }),
    reading('/operations/{operation}', async (asked) =>
      platform.getOperation(id(asked), { ...(asked.signal && { signal: asked.signal }), fresh: true }),
    ),
    change('cancel', async (asked) => platform.cancelOperation(id(asked))),
    change('resume', async (asked) => operations.resume(id(asked), {})),
    {
      method: 'GET',
      path: '/operations/{operation}/events',
      async answer(asked): Promise<Answer> {
        const after = asked.header('last-event-id') ?? asked.query.get('after') ?? '';
        const from = after === '' ? {} : { after };
        // A run that does not exist is refused, not streamed.
        const { done } = await platform.getOperation(id(asked), asked);
        const follow = (signal: AbortSignal | undefined): AsyncIterable<OperationEvent> =>
          platform.operationEvents(id(asked), { ...from, ...(signal && { signal }) });
        if (asked.wantsStream) return { events: sent(follow(asked.signal)) };
        return { body: { items: await gathered(follow, done, asked.signal) } };
      },
    },
  ];
}

async function* sent(events: AsyncIterable<OperationEvent>): AsyncGenerator<Sent> {
  for await (const event of events) yield { id: event.id, event: event.type, data: event };
}

/** The events so far; all of them when no more can come. */
async function gathered(
  follow: (signal: AbortSignal) => AsyncIterable<OperationEvent>,
  isDone: boolean,
  signal: AbortSignal | undefined,
): Promise<readonly OperationEvent[]> {
  const quiet = new AbortController();
  const items: OperationEvent[] = [];
  const stop = (): void => quiet.abort();
  let timer = isDone ? undefined : setTimeout(stop, quietMs);
  try {
    for await (const event of follow(AbortSignal.any([quiet.signal, ...(signal ? [signal] : [])]))) {
      items.push(event);
      if (timer) {
        clearTimeout(timer);
        timer = setTimeout(stop, quietMs);
      }
    }
  } catch (error) {
    if (!quiet.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  return items;
}
