import type { Source } from './finding.js';
import { grouped } from '../../base/grouped.js';
import { metricsName } from './places.js';
import { oneOf } from './promql.js';
import { byObjective, type Recorded } from './recorded.js';
import { burnWindows, standingOf } from './standing.js';

const metrics = [
  'objective:ratio',
  'time_period:days',
  'period_error_budget_remaining:ratio',
  ...burnWindows.map((window) => `sli_error:ratio_rate${window}`),
];

/** Objectives that Sloth's rules record: all of all services in one query. */
export const slothFindings: Source = async (entries, { questions, places, signal, at }) => {
  const services = [...new Set(entries.map(metricsName))];
  const selector = `{__name__=~"slo:(${metrics.join('|')})",${oneOf('sloth_service', services)}}`;
  const rows = await questions.recorded(selector, signal);
  const keyOf = ({ labels }: (typeof rows)[number]): string =>
    JSON.stringify([labels['sloth_service'], labels['sloth_slo'], places.environmentOf({ labels })]);
  const found = byObjective(rows, keyOf, (metric) => metric.includes('remaining'));
  const byService = grouped(found, ({ labels }) => labels['sloth_service'] ?? '');
  return new Map(
    entries.flatMap((entry) => {
      const findings = (byService.get(metricsName(entry)) ?? []).flatMap((objective) => {
        const slo = standing(objective, places.environmentOf(objective), at);
        const alertGroup = `sloth-slo-alerts-${objective.labels['sloth_id'] ?? ''}`;
        return slo ? [{ slo, alertLabels: [alertLabels(objective)], alertGroup }] : [];
      });
      return findings.length > 0 ? [[entry.service, findings] as const] : [];
    }),
  );
};

function standing(
  { labels, values }: Recorded,
  environment: string | undefined,
  at: string,
): ReturnType<typeof standingOf> | undefined {
  const read = (metric: string): number | undefined => values.get(`slo:${metric}`);
  const target = read('objective:ratio');
  const remaining = read('period_error_budget_remaining:ratio');
  const days = read('time_period:days');
  if (target === undefined || Number.isNaN(target)) return undefined;
  const rates = burnWindows.map(
    (window) => [window, (read(`sli_error:ratio_rate${window}`) ?? NaN) / (1 - target)] as const,
  );
  return standingOf({
    name: labels['sloth_slo'] ?? '',
    environment,
    target,
    timeWindow: days === undefined ? undefined : `${days}d`,
    errors: remaining === undefined ? undefined : (1 - remaining) * (1 - target),
    rates: new Map(rates),
    at,
  });
}

function alertLabels({ labels }: Recorded): Readonly<Record<string, string>> {
  return { sloth_service: labels['sloth_service'] ?? '', sloth_slo: labels['sloth_slo'] ?? '' };
}
