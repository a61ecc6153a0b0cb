import { problemOf, refusalError } from '../../contract/problem.js';
import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { LogLine, LogQuery } from '../../model/platform.js';
import { isObject, objectAt, textAt } from '../json.js';
import type { Client } from '../http/client.js';
import { resuming } from '../http/resuming.js';
import { asTheyCome } from './asTheyCome.js';
import { streamApp, type AppRef } from './calls.js';
import { without } from './present.js';
import { argoProblem } from './refusal.js';

const usualTail = 200;
const mostLines = 5_000;

/** One entry of the stream; the last says that there is no more. */
interface Entry extends LogLine {
  readonly isLast: boolean;
}

/** The lines of every instance of several Applications, in the order of their time; followed, as they come. */
export async function* logsOfAll(
  client: Client,
  apps: readonly AppRef[],
  service: string,
  query: LogQuery,
  call: CallOptions = {},
): AsyncGenerator<LogLine> {
  const streams = (signal: AbortSignal) => apps.map((app) => logsOf(client, app, service, query, { signal }));
  const lines = asTheyCome(streams, call.signal);
  if (apps.length === 1 || query.follow === true) {
    yield* lines;
    return;
  }
  const all: LogLine[] = [];
  for await (const line of lines) all.push(line);
  all.sort((one, other) => (one.time < other.time ? -1 : 1));
  yield* all.slice(-tailOf(query));
}

function tailOf({ tail = usualTail }: LogQuery): number {
  return Math.min(tail, mostLines);
}

/** The lines of every instance of an Application, merged by time by the server. */
async function* logsOf(
  client: Client,
  app: AppRef,
  service: string,
  query: LogQuery,
  call: CallOptions = {},
): AsyncGenerator<LogLine> {
  const tail = tailOf(query);
  let container: string | undefined;
  for (;;) {
    const lines = linesOf(client, app, { ...query, tail }, container, call);
    const read = query.follow === true ? lines : lastOf(lines, tail);
    let choice: readonly string[] | undefined;
    for await (const line of read) {
      choice = container === undefined ? containersIn(line.message) : undefined;
      if (choice) break;
      const shown = without(line, 'isLast');
      yield container === undefined ? shown : { ...shown, container };
    }
    if (!choice) return;
    container = choice.find((name) => service.startsWith(name) || name.startsWith(service)) ?? choice[0];
  }
}

async function* linesOf(
  client: Client,
  app: AppRef,
  query: LogQuery & { readonly tail: number },
  container: string | undefined,
  { signal }: CallOptions,
): AsyncGenerator<Entry> {
  const follow = query.follow === true;
  const since = query.after === undefined ? query.since : timeIn(query.after);
  const entries = resuming<Entry>(client, {
    route: (after) => {
      const from = after === undefined ? since : timeIn(after);
      const age = from === undefined ? undefined : Math.ceil((client.now() - Date.parse(from)) / 1_000);
      return streamApp(app, '/logs', {
        follow,
        tailLines: after === undefined ? query.tail : undefined,
        sinceSeconds: age === undefined ? undefined : Math.max(1, age),
        filter: query.q === undefined || query.q === '' ? undefined : query.q,
        podName: query.instance,
        container,
      });
    },
    decode: entryOf,
    isLast: ({ isLast }) => isLast,
    isOver: () => Promise.resolve(!follow),
    after: query.after,
    signal,
  });
  const start = since === undefined ? -Infinity : Date.parse(since);
  for await (const entry of entries) {
    if (!entry.isLast && Date.parse(entry.time) >= start) yield entry;
  }
}

/** The server counts lines of each instance; a person asked for those of all. */
async function* lastOf(lines: AsyncIterable<Entry>, tail: number): AsyncGenerator<Entry> {
  const kept: Entry[] = [];
  for await (const line of lines) {
    kept.push(line);
    if (kept.length > tail * 4) kept.splice(0, kept.length - tail);
  }
  yield* kept.slice(-tail);
}

/** Throws the refusal that a stream may carry at any time. */
function entryOf(event: unknown): Entry {
  if (!isObject(event) || isObject(event['error'])) {
    const problem = argoProblem(event) ?? problemOf('internal', { detail: t('Argo CD ended the log.') });
    throw refusalError(problem.status, problem, undefined);
  }
  const line = objectAt(event, 'result');
  const [time = '', instance = '', message = ''] = ['timeStampStr', 'podName', 'content'].map((key) =>
    textAt(line, key),
  );
  const isLast = line['last'] === true;
  return {
    id: `${time} ${instance} ${message.length}`,
    time,
    message,
    isLast,
    ...(instance !== '' && { instance }),
  };
}

function timeIn(id: string): string | undefined {
  const [time = ''] = id.split(' ');
  return Number.isNaN(Date.parse(time)) ? undefined : time;
}

/** What Kubernetes offers where an instance has several containers and none was named. */
function containersIn(message: string): readonly string[] | undefined {
  const [, names] =
    /^a container name must be specified for pod .*?choose one of: \[([^\]]+)\]/.exec(message) ?? [];
  return names?.split(/\s+/);
}
