import { t } from '../../base/l10n.js';
import { durationSeconds } from '../../language/schedule/duration.js';
import { at, isObject, member, text, type JsonObject } from '../manifest/json.js';

/** What a probe must be to count as good. */
export type Indicator =
  | { readonly kind: 'availability'; readonly route?: string }
  | { readonly kind: 'latency'; readonly thresholdMs: number; readonly route?: string }
  /** Not measured by probes; `why` says so to a person. */
  | { readonly kind: 'elsewhere'; readonly why: string };

/** A service level objective of a manifest. */
export interface Objective {
  readonly name: string;
  readonly description?: string;
  readonly targetPercent: number;
  readonly timeWindow: string;
  readonly windowSeconds: number;
  readonly indicator: Indicator;
}

const standardWindow = '28d';

/** The objectives of a Service. What is not complete is left out: the editor tells what is wrong in it. */
export function objectivesOf(manifest: JsonObject): readonly Objective[] {
  const slos = at(manifest, 'spec', 'slos');
  return Array.isArray(slos) ? slos.flatMap((slo: unknown) => readObjective(slo)) : [];
}

function readObjective(slo: unknown): Objective[] {
  const name = text(member(slo, 'name'));
  const targetPercent = member(slo, 'targetPercent');
  const timeWindow = text(member(slo, 'timeWindow')) ?? standardWindow;
  const windowSeconds = durationSeconds(timeWindow);
  const isSound = typeof targetPercent === 'number' && targetPercent >= 0 && targetPercent < 100;
  // The name becomes a file's.
  if (name === undefined || !/^[\w.-]{1,64}$/.test(name) || !isSound || windowSeconds === undefined) {
    return [];
  }
  const description = text(member(slo, 'description'));
  return [
    {
      name,
      targetPercent,
      timeWindow,
      windowSeconds,
      indicator: readIndicator(member(slo, 'indicator')),
      ...(description !== undefined && { description }),
    },
  ];
}

function readIndicator(indicator: unknown): Indicator {
  const availability = member(indicator, 'availability');
  const latency = member(indicator, 'latency');
  const thresholdMs = member(latency, 'thresholdMs');
  if (isObject(availability)) return { kind: 'availability', ...routeOf(availability) };
  if (typeof thresholdMs === 'number') return { kind: 'latency', thresholdMs, ...routeOf(latency) };
  const why = member(indicator, 'prometheus')
    ? t('It is measured by Prometheus; the local platform has none.')
    : t('It is described in an OpenSLO file, which the local platform does not measure.');
  return { kind: 'elsewhere', why };
}

function routeOf(indicator: unknown): { readonly route?: string } {
  const route = text(member(indicator, 'route'));
  return route?.startsWith('/') ? { route } : {};
}
