import { globMatcher } from '../../base/glob.js';
import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { FreezeStatus } from '../../model/catalog.js';
import { PlatformError } from '../../model/errors.js';
import type { Block } from '../../model/problem.js';
import { objectAt, objectsAt, textAt, textsAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import type { Application } from './application.js';
import { read, readApp } from './calls.js';
import { dueMinute } from './cron.js';

/** When a project lets its Applications be changed, or does not (`spec.syncWindows`). */
interface SyncWindow {
  readonly isDeny: boolean;
  readonly schedule: string;
  readonly durationMs: number;
  readonly isManual: boolean;
  readonly zone: string | undefined;
  readonly description: string | undefined;
  readonly applications: readonly string[];
  readonly namespaces: readonly string[];
  readonly clusters: readonly string[];
  readonly isAll: boolean;
}

const keptMs = 60_000;

/** The windows of projects; what the server says of one Application counts more. */
export class SyncWindows {
  readonly #client: Client;
  #kept:
    | { readonly byProject: Promise<ReadonlyMap<string, readonly SyncWindow[]>>; readonly until: number }
    | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  /** What keeps an Application from being changed by hand now, as Argo CD says. */
  async blockOf(app: Application, call?: CallOptions): Promise<Block | undefined> {
    const answer = await this.#client.send(readApp(app, '/syncwindows'), { ...call, fresh: true });
    if (answer['canSync'] !== false) return undefined;
    const now = this.#client.now();
    const windows = (await this.windows(call)).get(app.project)?.filter((window) => isFor(window, app)) ?? [];
    const closed = closedBy(windows, now);
    const name = closed?.window.description;
    return {
      reason: 'FreezeWindow',
      message: t('A sync window of the project {0} is closed for {1}.', app.project, app.name),
      ...(name !== undefined && { name }),
      ...(closed?.until !== undefined && { until: new Date(closed.until).toISOString() }),
    };
  }

  /**
   * Whether all of some Applications are frozen, and until when the first of them is; `undefined` where one is not, after
   * which no other is looked at.
   */
  async freezeOf(apps: Iterable<Application>, call?: CallOptions): Promise<FreezeStatus | undefined> {
    const byProject = await this.windows(call);
    if (byProject.size === 0) return undefined;
    let until = Infinity;
    let isAny = false;
    for (const app of apps) {
      isAny = true;
      const windows = byProject.get(app.project)?.filter((window) => isFor(window, app)) ?? [];
      const closed = closedBy(windows, this.#client.now());
      if (!closed) return undefined;
      until = Math.min(until, closed.until ?? Infinity);
    }
    if (!isAny) return undefined;
    const reason = t('A sync window of Argo CD is closed.');
    return { closed: true, reason, ...(until < Infinity && { nextOpen: new Date(until).toISOString() }) };
  }

  /** Of every project that has any and may be seen; kept for a minute. */
  windows(call?: CallOptions): Promise<ReadonlyMap<string, readonly SyncWindow[]>> {
    const now = this.#client.now();
    if (!this.#kept || this.#kept.until <= now) {
      const fields = 'items.metadata.name,items.spec.syncWindows';
      const byProject = this.#client
        .send(read('/projects', { fields }), call)
        .then(windowsIn, (error: unknown) => {
          if (PlatformError.is(error, 'forbidden', 'not-found', 'not-implemented')) {
            return new Map<string, never>();
          }
          this.#kept = undefined;
          throw error;
        });
      this.#kept = { byProject, until: now + keptMs };
    }
    return this.#kept.byProject;
  }
}

function windowsIn(answer: Json): ReadonlyMap<string, readonly SyncWindow[]> {
  const found = new Map<string, readonly SyncWindow[]>();
  for (const item of objectsAt(answer, 'items')) {
    const windows = objectsAt(objectAt(item, 'spec'), 'syncWindows').map(windowOf);
    if (windows.length > 0) found.set(textAt(objectAt(item, 'metadata'), 'name') ?? '', windows);
  }
  return found;
}

function windowOf(window: Json): SyncWindow {
  return {
    isDeny: window['kind'] === 'deny',
    schedule: textAt(window, 'schedule') ?? '',
    durationMs: durationMs(textAt(window, 'duration') ?? ''),
    isManual: window['manualSync'] === true,
    zone: textAt(window, 'timeZone'),
    description: textAt(window, 'description'),
    applications: textsAt(window, 'applications'),
    namespaces: textsAt(window, 'namespaces'),
    clusters: textsAt(window, 'clusters'),
    isAll: window['andOperator'] === true,
  };
}

/** In the words of Go, e.g. `1h30m`. */
function durationMs(text: string): number {
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}

function isFor(window: SyncWindow, { name, destination }: Application): boolean {
  const { namespace = '', cluster = '' } = destination;
  const lists = [
    [window.applications, name],
    [window.namespaces, namespace],
    [window.clusters, cluster],
  ] as const;
  const matched = lists
    .filter(([patterns]) => patterns.length > 0)
    .map(([patterns, text]) => patterns.some((pattern) => globMatcher(pattern)(text)));
  return matched.length > 0 && (window.isAll ? matched.every(Boolean) : matched.some(Boolean));
}

interface Closed {
  readonly window: SyncWindow;
  readonly until: number | undefined;
}

/** What keeps a person from syncing now: an active window that denies, or none that allows where there are such. */
function closedBy(windows: readonly SyncWindow[], now: number): Closed | undefined {
  const running = windows.map((window) => ({ window, end: endOf(window, now) }));
  const denies = running.filter(({ window, end }) => window.isDeny && end !== undefined);
  if (denies.length > 0) {
    if (denies.every(({ window }) => window.isManual)) return undefined;
    const last = denies.reduce((one, other) => ((other.end ?? 0) > (one.end ?? 0) ? other : one));
    return { window: last.window, until: last.end };
  }
  const allows = running.filter(({ window }) => !window.isDeny);
  const [first] = allows;
  if (!first || allows.some(({ end }) => end !== undefined)) return undefined;
  if (allows.every(({ window }) => window.isManual)) return undefined;
  const starts = allows.flatMap(
    ({ window }) => dueMinute(window.schedule, now, 1, offsetOf(window, now)) ?? [],
  );
  return { window: first.window, until: starts.length > 0 ? Math.min(...starts) : undefined };
}

/** When a window that is running ends; `undefined` for one that is not. */
function endOf(window: SyncWindow, now: number): number | undefined {
  const { schedule, durationMs: length } = window;
  const start = dueMinute(schedule, now, -1, offsetOf(window, now), length);
  return start !== undefined && start + length > now ? start + length : undefined;
}

/** How far the clock of a window's time zone is ahead; Argo CD goes by the zone's time of now, and by UTC without one. */
function offsetOf({ zone }: SyncWindow, now: number): number {
  if (zone === undefined) return 0;
  try {
    const there = new Date(now).toLocaleString('sv-SE', { timeZone: zone });
    return Date.parse(`${there.replace(' ', 'T')}Z`) - Math.floor(now / 1_000) * 1_000;
  } catch {
    return 0;
  }
}
