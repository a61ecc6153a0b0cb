import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import type { Call } from '../http/call.js';
import { isObject, objectAt, objectsAt, textAt, textsAt, type Json } from '../json.js';

/** One series at one moment. The value may be `NaN` or infinite. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Samples {
  readonly samples: readonly Sample[];
  /** What came is not all that there is, or not what it seems. */
  readonly warnings: readonly string[];
}

export interface AlertRule {
  readonly name: string;
  /** Of the rules that it was written with. */
  readonly group: string;
  readonly state: string;
  readonly query: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly alerts: readonly Alert[];
}

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
  readonly activeAt: string | undefined;
}

/** Longer ones go as a form: addresses end at a few thousand characters. */
const maxQueryLength = 1_800;

/** The HTTP API of Prometheus (docs/querying/api.md), and of what speaks it: Thanos, Mimir, VictoriaMetrics. */
export const prometheusCalls = {
  /** An instant vector as it is now. */
  query: (query: string): Call<Samples> =>
    ask('/api/v1/query', new URLSearchParams({ query, timeout: '10s' }), decodeSamples),
  /** Names of the labels that the series of a selector have, in the last hour. */
  labels: (selector: string, now: number): Call<readonly string[]> => {
    const start = String(Math.floor(now / 1_000) - 3_600);
    return ask('/api/v1/labels', new URLSearchParams({ 'match[]': selector, start }), decodeNames);
  },
  alertRules: (): Call<readonly AlertRule[]> =>
    ask('/api/v1/rules', new URLSearchParams({ type: 'alert' }), decodeRules),
};

function ask<T>(path: string, search: URLSearchParams, decode: (value: unknown) => T): Call<T> {
  const text = search.toString();
  if (text.length <= maxQueryLength) return { method: 'GET', path, query: text, decode };
  const body = { type: 'application/x-www-form-urlencoded', text };
  return { method: 'POST', isRead: true, path, query: '', body, decode };
}

function decodeSamples(value: unknown): Samples {
  const answer = demandSuccess(value);
  const data = objectAt(answer, 'data');
  if (data['resultType'] !== 'vector' || !Array.isArray(data['result'])) throw misfit();
  const samples = objectsAt(data, 'result').flatMap(sampleOf);
  return { samples, warnings: textsAt(answer, 'warnings') };
}

/** A native histogram has no `value`: there is no number to it. */
function sampleOf(row: Json): Sample[] {
  const pair = row['value'];
  const text: unknown = Array.isArray(pair) ? pair[1] : undefined;
  if (typeof text !== 'string') return [];
  return [{ labels: textsOf(objectAt(row, 'metric')), value: numberOf(text) }];
}

/** Values are texts, because JSON has neither `NaN` nor infinity; what is neither these nor a number is `NaN`. */
export function numberOf(text: string): number {
  if (text === '') return NaN;
  const infinite = /^([+-]?)Inf$/.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return Number(text);
}

function decodeNames(value: unknown): readonly string[] {
  return textsAt(demandSuccess(value), 'data');
}

function decodeRules(value: unknown): readonly AlertRule[] {
  const groups = objectsAt(objectAt(demandSuccess(value), 'data'), 'groups');
  return groups.flatMap((group) =>
    objectsAt(group, 'rules').map((rule) => ruleOf(rule, textAt(group, 'name') ?? '')),
  );
}

function ruleOf(rule: Json, group: string): AlertRule {
  return {
    group,
    name: textAt(rule, 'name') ?? '',
    state: textAt(rule, 'state') ?? 'inactive',
    query: textAt(rule, 'query') ?? '',
    labels: textsOf(objectAt(rule, 'labels')),
    alerts: objectsAt(rule, 'alerts').map((alert) => ({
      labels: textsOf(objectAt(alert, 'labels')),
      state: textAt(alert, 'state') ?? 'inactive',
      activeAt: textAt(alert, 'activeAt'),
    })),
  };
}

function textsOf(value: Json): Readonly<Record<string, string>> {
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

function demandSuccess(value: unknown): Json {
  if (isObject(value) && value['status'] === 'success') return value;
  throw misfit();
}

function misfit(): PlatformError {
  return new PlatformError(
    'not-a-platform',
    t('The answer is not one of Prometheus. Check the URL: it is the one below which /api/v1 stands.'),
  );
}
