import { t } from '../../base/l10n.js';
import type { PortfolioMetrics } from '../../model/metrics.js';
import { figure } from '../charts/figure.js';
import { shareBar } from '../charts/shares.js';
import type { Tone } from '../charts/series.js';
import type { Child } from '../charts/view.js';
import type { Formats } from './formats.js';
import { figures, quiet } from './pieces.js';
import { templateWord } from './words.js';

/** How many services are on a template, and how many of those on its current version. */
export function adoption({ services, templates = [] }: PortfolioMetrics, formats: Formats): readonly Child[] {
  if (services === 0) return [quiet(t('There are no services yet.'))];
  const onTemplate = templates.reduce((sum, entry) => sum + entry.services, 0);
  const current = templates
    .filter(({ status }) => status === 'UpToDate')
    .reduce((sum, entry) => sum + entry.services, 0);
  const parts = [
    ...templates.map(({ status, services: count }) => ({ ...templateWord(status), count })),
    { word: t('On no template'), tone: 'muted' as Tone, count: Math.max(services - onTemplate, 0) },
  ];
  const caption = t('Services by template version');
  const of = (part: number, whole: number): string =>
    whole === 0 ? t('Not known') : formats.percent(part / whole);
  return [
    figures([
      {
        name: t('On a template'),
        value: of(onTemplate, services),
        meaning: t('{0} of {1} services.', formats.number(onTemplate), formats.number(services)),
      },
      {
        name: t('On its current version'),
        value: of(current, onTemplate),
        meaning: t('{0} of {1} services on a template.', formats.number(current), formats.number(onTemplate)),
      },
    ]),
    onTemplate > 0 &&
      figure({
        caption,
        summary: parts.map(({ word, count }) => t('{0}: {1}', word, formats.number(count))).join(', '),
        chart: shareBar(parts.map(({ count, tone }) => ({ value: count, tone }))),
        series: parts.map(({ word, tone }) => ({ label: word, tone })),
        table: {
          caption,
          columns: [{ label: t('State') }, { label: t('Services'), numeric: true }],
          rows: parts.map(({ word, count }) => ({ key: word, cells: [word, formats.number(count)] })),
        },
      }),
  ];
}
