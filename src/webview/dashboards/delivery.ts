import { t } from '../../base/l10n.js';
import type { DeliveryMeasures } from '../../model/metrics.js';
import { columnChart } from '../charts/columns.js';
import { figure } from '../charts/figure.js';
import { el, type Child, type View } from '../charts/view.js';
import type { Formats } from './formats.js';
import { figures, quiet } from './pieces.js';

/** DORA's five software delivery metrics in their order: three of throughput, two of instability (dora.dev). */
export function deliveryFigures(measured: DeliveryMeasures, formats: Formats): readonly Child[] {
  const unknown = t('Not known');
  const shown = <T>(value: T | undefined, draw: (value: T) => string): string =>
    value === undefined ? unknown : draw(value);
  return [
    figures([
      {
        name: t('Change lead time'),
        value: shown(measured.changeLeadTimeSecondsP50, formats.duration),
        meaning: t('Median from a commit to its deployment in production.'),
      },
      {
        name: t('Deployment frequency'),
        value: shown(measured.deploymentFrequencyPerDay, (value) => frequency(value, formats)),
        meaning: t('Deployments to production that were finished; restarts do not count.'),
      },
      {
        name: t('Failed deployment recovery time'),
        value: shown(measured.failedDeploymentRecoveryTimeSecondsP50, formats.duration),
        meaning: t('Median from a deployment that failed to the next good one.'),
      },
      {
        name: t('Change fail rate'),
        value: shown(measured.changeFailRate, formats.percent),
        meaning: t('Share of deployments that were rolled back, repaired at once or linked to an incident.'),
      },
      {
        name: t('Deployment rework rate'),
        value: shown(measured.deploymentReworkRate, formats.percent),
        meaning: t('Share of deployments that nobody planned: made because of an incident.'),
      },
    ]),
    deploymentsChart(measured.series ?? [], formats),
  ];
}

/** What the platform says is missing, and why. */
export function missing(notes: readonly string[] | undefined): View | undefined {
  if (!notes || notes.length === 0) return undefined;
  return el(
    'div',
    { class: 'missing' },
    quiet(t('What is missing, and why:')),
    el(
      'ul',
      {},
      [...new Set(notes)].map((note) => el('li', {}, note)),
    ),
  );
}

function deploymentsChart(
  series: NonNullable<DeliveryMeasures['series']>,
  formats: Formats,
): View | undefined {
  const all = series.reduce((sum, { deployments }) => sum + deployments, 0);
  if (all === 0) return undefined;
  const failed = series.reduce((sum, point) => sum + (point.failed ?? 0), 0);
  const caption = t('Deployments to production');
  return figure({
    caption,
    summary: t(
      '{0} deployments to production, {1} of them failed.',
      formats.number(all),
      formats.number(failed),
    ),
    chart: columnChart({
      columns: series.map((point) => ({
        label: formats.day(point.from),
        parts: [
          { value: point.deployments - (point.failed ?? 0), tone: 'plain' as const },
          { value: point.failed ?? 0, tone: 'bad' as const },
        ],
      })),
      format: formats.number,
    }),
    series: [
      { label: t('Good'), tone: 'plain' },
      { label: t('Failed'), tone: 'bad' },
    ],
    table: {
      caption,
      columns: [
        { label: t('From') },
        { label: t('Deployments'), numeric: true },
        { label: t('Failed'), numeric: true },
      ],
      rows: series.map((point) => ({
        key: point.from,
        cells: [
          formats.day(point.from),
          formats.number(point.deployments),
          formats.number(point.failed ?? 0),
        ],
      })),
    },
  });
}

/** In the unit that leaves a figure to read: one deployment in a quarter is not none a day. */
function frequency(perDay: number, formats: Formats): string {
  if (perDay === 0) return t('None');
  if (perDay >= 1) return t('{0} a day', formats.number(perDay));
  if (perDay * 7 >= 1) return t('{0} a week', formats.number(perDay * 7));
  return t('{0} a month', formats.number(perDay * 30));
}
