import { delay, onAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import { PlatformError } from '../../model/errors.js';
import type { LogLine, LogQuery } from '../../model/platform.js';
import { get, pathOf } from './calls.js';
import { readLines } from './lines.js';
import { pods, selectorText, type KubeObject } from './objects.js';
import type { Workload } from './picture.js';
import { containersIn } from './podContainers.js';
import { Queue } from './queue.js';

/** Containers that are followed at once; beyond it the newest pods count. */
const mostStreams = 10;
/** Containers whose past is read. */
const mostRead = 60;
const defaultTail = 200;
const mostTail = 5_000;
/** A container may be silent for hours: its connection is told alive by the system alone. */
const silenceMs = 6 * 3_600_000;
/** So often new pods are looked for while logs are followed. */
const podsMs = 5_000;

interface Source {
  readonly workload: Workload;
  readonly pod: string;
  readonly container: string;
  /** Of the container that failed before this one was started. */
  readonly isPrevious: boolean;
}

interface Reading extends LogQuery {
  readonly signal?: AbortSignal;
}

/** The lines of all pods of a service's workloads, in the order of their time; then, followed, as they come. */
export async function* logsOf(workloads: readonly Workload[], query: Reading): AsyncGenerator<LogLine> {
  const { follow = false, signal } = query;
  const tail = Math.min(query.tail ?? defaultTail, mostTail);
  const sources = await sourcesOf(workloads, query);
  if (sources.length === 0 && !follow) throw nothing(query.instance);
  const past = await Promise.all(sources.map((source) => linesOnce(source, { ...query, tail })));
  const lines = past.flat().sort(byTime).slice(-tail);
  yield* lines;
  if (!follow) return;
  const end = new AbortController();
  const leaving = signal && onAbort(signal, () => end.abort(signal.reason));
  try {
    yield* followed(workloads, { ...query, signal: end.signal }, lastOf(sources, past));
  } finally {
    end.abort();
    leaving?.dispose();
  }
}

/** Opens a stream for each container, and for those of pods that come later, until aborted. */
async function* followed(
  workloads: readonly Workload[],
  query: Reading & { readonly signal: AbortSignal },
  last: Map<string, string>,
): AsyncGenerator<LogLine> {
  const lines = new Queue<LogLine>();
  const open = new Set<string>();
  const read = async (source: Source): Promise<void> => {
    const key = keyOf(source);
    open.add(key);
    try {
      for await (const line of linesOf(source, query, last.get(key) ?? query.since)) {
        if (line.time <= (last.get(key) ?? '')) continue;
        last.set(key, line.time);
        if (isWanted(line, query)) lines.push(line);
      }
    } catch (error) {
      if (!isPassing(error)) lines.fail(error);
    } finally {
      open.delete(key);
    }
  };
  const look = async (): Promise<void> => {
    for (;;) {
      for (const source of await sourcesOf(workloads, query)) {
        // A stream that ended is opened anew as long as its pod is there.
        const isToOpen = !source.isPrevious && !open.has(keyOf(source));
        if (isToOpen && open.size < mostStreams) void read(source);
      }
      await delay(podsMs, query.signal);
    }
  };
  look().catch((error: unknown) => lines.fail(error));
  for (;;) yield* await lines.next();
}

/** A pod that has not begun, or is gone by now, is refused as a bad request. */
function isPassing(error: unknown): boolean {
  return PlatformError.is(error, 'invalid-request', 'not-found', 'unreachable', 'timeout', 'unavailable');
}

async function sourcesOf(
  workloads: readonly Workload[],
  { instance, signal }: Reading,
): Promise<readonly Source[]> {
  const call = { fresh: true, ...(signal && { signal }) };
  const found = await Promise.all(
    workloads.map(async (workload) => {
      const { spec, metadata } = workload.object;
      if (!spec?.selector) return [];
      const query = { namespace: metadata.namespace, labelSelector: selectorText(spec.selector) };
      const { items } = await workload.cluster.list(pods, query, call);
      return items.map((pod) => ({ workload, pod }));
    }),
  );
  const newest = found
    .flat()
    .filter(({ pod }) => instance === undefined || pod.metadata.name === instance)
    .sort((one, other) => ageOf(other.pod).localeCompare(ageOf(one.pod)));
  return newest
    .flatMap(({ workload, pod }) =>
      containersIn(pod).map(({ name, isPrevious }) => ({
        ...{ workload, isPrevious },
        ...{ pod: pod.metadata.name, container: name },
      })),
    )
    .slice(0, mostRead);
}

async function linesOnce(
  source: Source,
  query: Reading & { readonly tail: number },
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  // Filtered here: of lines that fit, more than the last ones may be needed.
  const most = query.q === undefined ? query.tail : mostTail;
  try {
    for await (const line of linesOf(source, { ...query, follow: false }, query.since, most)) {
      lines.push(line);
    }
  } catch (error) {
    if (!PlatformError.is(error, 'invalid-request', 'not-found')) throw error;
  }
  return lines.filter((line) => isWanted(line, query));
}

async function* linesOf(
  { workload, pod, container, isPrevious }: Source,
  { follow = false, signal }: Reading,
  since: string | undefined,
  tail?: number,
): AsyncGenerator<LogLine> {
  const search = new URLSearchParams({ container, timestamps: 'true', follow: String(follow) });
  if (isPrevious) search.set('previous', 'true');
  // The API takes whole seconds.
  if (since !== undefined) search.set('sinceTime', new Date(since).toISOString().replace(/\.\d+/, ''));
  if (tail !== undefined) search.set('tailLines', String(tail));
  const path = pathOf(pods, workload.object.metadata.namespace, pod, 'log');
  const call = get<unknown>(path, (value) => value, search);
  for await (const line of readLines(workload.cluster.client, call, { signal, silenceMs })) {
    const [, second, fraction = '', zone, message = ''] = stamped.exec(line) ?? [];
    if (second === undefined || zone === undefined) continue;
    const whole = new Date(second + zone).toISOString().slice(0, 19);
    const time = `${whole}.${fraction.padEnd(9, '0')}Z`;
    yield { id: `${time} ${pod} ${container}`, time, message, instance: pod, container };
  }
}

/** RFC 3339 in the zone of the node, with as many digits as it takes: written alike, times sort as texts. */
const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?(.*)$/s;

function isWanted({ message, id, time }: LogLine, { q, after, since }: LogQuery): boolean {
  if (since !== undefined && Date.parse(time) < Date.parse(since)) return false;
  return (q === undefined || message.includes(q)) && (after === undefined || id > after);
}

function lastOf(sources: readonly Source[], past: readonly (readonly LogLine[])[]): Map<string, string> {
  return new Map(
    sources.flatMap((source, index) => {
      const time = past[index]?.at(-1)?.time;
      return time === undefined ? [] : [[keyOf(source), time] as const];
    }),
  );
}

function byTime(one: LogLine, other: LogLine): number {
  return one.time < other.time ? -1 : one.time > other.time ? 1 : 0;
}

function keyOf({ workload, pod, container }: Source): string {
  return `${workload.cluster.options.context}/${workload.object.metadata.namespace ?? ''}/${pod}/${container}`;
}

function ageOf({ metadata }: KubeObject): string {
  return metadata.creationTimestamp ?? '';
}

function nothing(instance: string | undefined): PlatformError {
  return refusal(
    'not-found',
    instance === undefined
      ? t('No pod runs there now, so there are no logs.')
      : t('There is no pod {0} any more.', instance),
  );
}
