import type { CatalogEntry } from '../../model/engine.js';
import type { Sample } from './calls.js';
import type { Source } from './finding.js';
import { grouped } from '../../base/grouped.js';
import { metricsName, type Places } from './places.js';
import { oneOf } from './promql.js';
import { byObjective, type Recorded } from './recorded.js';
import { burnWindows, standingOf } from './standing.js';

const secondsOfDay = 86_400;
/** Pyrra's own pairs, for 28 days. */
const limits = { fast: 14, slow: 7 };
/** What follows the name of the service in the names that people give objectives. */
const indicatorWords = /-(?:availability|latency|errors?|success|requests?|responses?|http|grpc)\b/g;

/** Objectives that Pyrra's generic rules record: one query for all of them, one for the burn rates of those asked for. */
export const pyrraFindings: Source = async (entries, { questions, places, signal, at }) => {
  const all = await questions.recorded('{__name__=~"pyrra_(objective|window|availability)"}', signal);
  const owners = ownersOf(all, places);
  const owned = entries.map((entry) => ({ entry, rows: rowsOf(entry, owners, places) }));
  const names = [...new Set(owned.flatMap(({ rows }) => rows.map(({ labels }) => labels['slo'] ?? '')))];
  if (names.length === 0) return new Map();
  const windows = burnWindows.join('|');
  const burning = await questions.recorded(
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
          return slo ? [{ slo, alertLabels: [{ slo: slo.name }], alertGroup: slo.name }] : [];
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

/**
 * Rows by what tells their service: the label `service` (`pyrra.dev/service`), else the labels of its series, or a name
 * that says no more than the service and what is measured of it.
 */
function ownersOf(rows: readonly Sample[], places: Places): ReadonlyMap<string, readonly Sample[]> {
  const claims = rows.flatMap((row) => {
    const { service, slo = '' } = row.labels;
    const names =
      service === undefined
        ? [
            slo,
            ...[...slo.matchAll(indicatorWords)].map(({ index }) => slo.slice(0, index)),
            places.keyOf(row),
          ]
        : [service];
    return names.map((owner) => ({ owner, row }));
  });
  return new Map(
    [...grouped(claims, ({ owner }) => owner)].map(([owner, some]) => [owner, some.map(({ row }) => row)]),
  );
}

function rowsOf(
  entry: CatalogEntry,
  owners: ReadonlyMap<string, readonly Sample[]>,
  places: Places,
): readonly Sample[] {
  const keys = [metricsName(entry), places.keyOf({ labels: places.labelsOf(entry) })];
  return [...new Set(keys.flatMap((key) => owners.get(key) ?? []))];
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
