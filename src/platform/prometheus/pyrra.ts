import type { CatalogEntry } from '../../model/engine.js';
import type { Sample } from './calls.js';
import type { Source } from './finding.js';
import { grouped } from './grouped.js';
import { metricsName, type Places } from './places.js';
import { oneOf } from './promql.js';
import { byObjective, type Recorded } from './recorded.js';
import { burnWindows, standingOf } from './standing.js';

const secondsOfDay = 86_400;
/** Pyrra's own pairs, for 28 days. */
const limits = { fast: 14, slow: 7 };
/** What follows the name of the service in the names that people give objectives. */
const indicatorWord = /^-(availability|latency|errors?|success|requests?|responses?|http|grpc)\b/;

/** Objectives that Pyrra's generic rules record: one query for all of them, one for the burn rates of those asked for. */
export const pyrraFindings: Source = async (entries, { questions, places, signal, at }) => {
  const all = await questions.rows('{__name__=~"pyrra_(objective|window|availability)"}', signal);
  const owned = entries.map((entry) => ({ entry, rows: all.filter((row) => isOf(row, entry, places)) }));
  const names = [...new Set(owned.flatMap(({ rows }) => rows.map(({ labels }) => labels['slo'] ?? '')))];
  if (names.length === 0) return new Map();
  const windows = burnWindows.join('|');
  const burning = await questions.rows(
    `{__name__=~".+:burnrate(${windows})",${oneOf('slo', names)}}`,
    signal,
  );
  // Each objective has a metric of its own name: only its window is of interest.
  const rates = grouped(burning.map(rateRow), ({ labels }) => labels['slo'] ?? '');
  const keyOf = ({ labels }: Sample): string =>
    JSON.stringify([labels['slo'], places.environmentOf({ labels })]);
  return new Map(
    owned.flatMap(({ entry, rows }) => {
      const known = new Set(rows.map(({ labels }) => labels['slo'] ?? ''));
      const withRates = [...rows, ...[...known].flatMap((name) => rates.get(name) ?? [])];
      const findings = byObjective(withRates, keyOf, (metric) => metric === 'pyrra_availability').flatMap(
        (objective) => {
          const slo = standing(objective, places.environmentOf(objective), at);
          return slo ? [{ slo, alertLabels: [{ slo: slo.name }] }] : [];
        },
      );
      return findings.length > 0 ? [[entry.service, findings] as const] : [];
    }),
  );
};

function rateRow({ labels, value }: Sample): Sample {
  const [, window = ''] = labels['__name__']?.split(':burnrate') ?? [];
  return { labels: { ...labels, __name__: `burnrate${window}` }, value };
}

/** By the label `service` (`pyrra.dev/service`), by the labels of the series, or by the name where it says no more than the service's. */
function isOf(row: Sample, entry: CatalogEntry, places: Places): boolean {
  const { service, slo = '' } = row.labels;
  const name = metricsName(entry);
  if (service !== undefined) return service === name;
  return (
    places.isOf(row, entry) ||
    slo === name ||
    (slo.startsWith(name) && indicatorWord.test(slo.slice(name.length)))
  );
}

function standing(
  { labels, values }: Recorded,
  environment: string | undefined,
  at: string,
): ReturnType<typeof standingOf> | undefined {
  const target = values.get('pyrra_objective');
  const seconds = values.get('pyrra_window');
  const availability = values.get('pyrra_availability');
  if (target === undefined || Number.isNaN(target)) return undefined;
  const rates = burnWindows.map(
    (window) => [window, (values.get(`burnrate${window}`) ?? NaN) / (1 - target)] as const,
  );
  return standingOf({
    name: labels['slo'] ?? '',
    environment,
    target,
    timeWindow: seconds === undefined ? undefined : `${seconds / secondsOfDay}d`,
    errors: availability === undefined ? undefined : 1 - availability,
    rates: new Map(rates),
    limits,
    at,
  });
}
