import { isObject, objectAt, textAt, type Json } from '../json.js';

/** What counts as an error. */
export type Indicator =
  | { readonly kind: 'availability'; readonly route?: string }
  | { readonly kind: 'latency'; readonly thresholdMs: number; readonly route?: string }
  | { readonly kind: 'queries'; readonly errorQuery: string; readonly totalQuery: string }
  /** Described where nothing here reads it. */
  | { readonly kind: 'elsewhere' };

/** An objective that is measured by queries of our own. */
export interface Objective {
  readonly name: string;
  readonly description?: string;
  readonly targetPercent: number;
  /** A duration of PromQL. */
  readonly timeWindow: string;
  readonly indicator: Indicator;
}

/** Objectives of a service as JSON, the same list as `spec.slos` of a Service. */
export const objectivesAnnotation = 'goldenpath.dev/slos';

const standardWindow = '28d';

/** Objectives in the words of `spec.slos` of a Service; JSON text as well. What is not complete is left out. */
export function objectivesIn(slos: unknown): readonly Objective[] {
  const list = typeof slos === 'string' ? parsed(slos) : slos;
  return Array.isArray(list) ? list.filter(isObject).flatMap(objectiveOf) : [];
}

function objectiveOf(slo: Json): Objective[] {
  const name = textAt(slo, 'name');
  const { targetPercent } = slo;
  const timeWindow = textAt(slo, 'timeWindow') ?? standardWindow;
  const isShare = typeof targetPercent === 'number' && targetPercent >= 0 && targetPercent < 100;
  if (name === undefined || !isShare || !/^(\d+(ms|[smhdwy]))+$/.test(timeWindow)) return [];
  const description = textAt(slo, 'description');
  const indicator = indicatorOf(objectAt(slo, 'indicator'));
  return [{ name, targetPercent, timeWindow, indicator, ...(description !== undefined && { description }) }];
}

function indicatorOf(indicator: Json): Indicator {
  const { availability } = indicator;
  const latency = objectAt(indicator, 'latency');
  const { thresholdMs } = latency;
  const queries = objectAt(indicator, 'prometheus');
  const [errorQuery, totalQuery] = [textAt(queries, 'errorQuery'), textAt(queries, 'totalQuery')];
  if (isObject(availability)) return { kind: 'availability', ...routeOf(availability) };
  if (typeof thresholdMs === 'number' && thresholdMs > 0) {
    return { kind: 'latency', thresholdMs, ...routeOf(latency) };
  }
  if (errorQuery !== undefined && totalQuery !== undefined) {
    return { kind: 'queries', errorQuery, totalQuery };
  }
  return { kind: 'elsewhere' };
}

function routeOf(indicator: Json): { readonly route?: string } {
  const route = textAt(indicator, 'route');
  return route === undefined ? {} : { route };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
