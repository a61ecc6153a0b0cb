import { t } from '../../base/l10n.js';
import type { FreezeStatus } from '../../model/catalog.js';
import type { Block } from '../../model/problem.js';
import { at, entries, text, type JsonObject } from '../manifest/json.js';
import type { FreezeWindow, Span } from './windows.js';

export interface FreezeTarget {
  readonly environment: string;
  /** Kind of change, e.g. `Deploy`. */
  readonly action: string;
  /** Absent: windows for some services only are not counted. */
  readonly manifest?: JsonObject;
}

/** Why changes are closed at a time, by which window, and until when (ms since 1970). */
export interface Closure {
  readonly window: FreezeWindow;
  readonly reason: string;
  /** Absent: no known end. */
  readonly until?: number;
}

/**
 * The semantics of Argo CD's sync windows: no window is open; an active Deny closes; where there are Allow windows, one
 * must be active.
 */
export function closureAt(
  windows: readonly FreezeWindow[],
  target: FreezeTarget,
  now: number,
): Closure | undefined {
  const about = windows.filter((window) => isAbout(window, target));
  const denied = about
    .filter(({ kind }) => kind === 'Deny')
    .map((window) => ({ window, span: activeAt(window.spans(now), now) }))
    .filter((item): item is { window: FreezeWindow; span: Span } => item.span !== undefined)
    .sort((a, b) => b.span.end - a.span.end);
  const [longest] = denied;
  if (longest) {
    const { window, span } = longest;
    const reason = t('{0} is frozen by "{1}".', target.environment, window.title);
    return { window, reason, until: span.end };
  }
  const allows = about.filter(({ kind }) => kind === 'Allow');
  const [first] = allows;
  if (!first || allows.some((window) => activeAt(window.spans(now), now))) return undefined;
  const opens = allows.flatMap((window) => window.spans(now).map(({ start }) => start));
  const reason = t('{0} only takes changes during "{1}".', target.environment, first.title);
  return { window: first, reason, ...(opens.length > 0 && { until: Math.min(...opens) }) };
}

/** What an environment shows; advisory, `Deploy` stands for what the windows are about. */
export function freezeStatus(
  windows: readonly FreezeWindow[],
  target: FreezeTarget,
  now: number,
): FreezeStatus | undefined {
  const about = windows.filter((window) => isAbout(window, target));
  if (about.length === 0) return undefined;
  const closure = closureAt(windows, target, now);
  if (closure) {
    return {
      closed: true,
      reason: closure.reason,
      ...(closure.until !== undefined && { nextOpen: new Date(closure.until).toISOString() }),
    };
  }
  // The state can only change where a window begins or ends.
  const edges = about
    .flatMap((window) => window.spans(now).flatMap(({ start, end }) => [start, end]))
    .filter((edge) => edge > now)
    .sort((a, b) => a - b);
  for (const edge of edges) {
    const next = closureAt(windows, target, edge);
    if (next) {
      return { closed: false, nextClose: new Date(edge).toISOString(), nextCloseReason: next.reason };
    }
  }
  return { closed: false };
}

/** The block for a person: who can lift it and when it ends. */
export function blockOf({ window, reason, until }: Closure): Block {
  const who = window.overrideBy;
  const lift = who.length > 0 ? t('{0} can lift it with a reason.', who.join(', ')) : '';
  const when = until === undefined ? t('No end is known.') : t('It opens at {0}.', isoMinute(until));
  return {
    reason: 'FreezeWindow',
    name: window.name,
    message: [reason, when, lift].filter((part) => part !== '').join(' '),
    ...(until !== undefined && { until: new Date(until).toISOString() }),
    ...(who.length > 0 && { approvers: who }),
  };
}

function isoMinute(time: number): string {
  return new Date(time).toISOString().replace(/:\d\d\.\d{3}Z$/, 'Z');
}

function activeAt(spans: readonly Span[], now: number): Span | undefined {
  return spans.find(({ start, end }) => start <= now && now < end);
}

function isAbout(window: FreezeWindow, { environment, action, manifest }: FreezeTarget): boolean {
  if (window.environments && !window.environments.includes(environment)) return false;
  if (!window.actions.includes(action)) return false;
  const isForSome = window.tiers !== undefined || window.labels.length > 0;
  if (!isForSome) return true;
  if (!manifest) return false;
  const tier = text(at(manifest, 'spec', 'tier')) ?? 'medium';
  const labels = new Map(entries(at(manifest, 'metadata', 'labels')));
  return (
    (window.tiers === undefined || window.tiers.includes(tier)) &&
    window.labels.every(([key, value]) => labels.get(key) === value)
  );
}
