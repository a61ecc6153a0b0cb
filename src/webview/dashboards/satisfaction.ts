import { t } from '../../base/l10n.js';
import type { SatisfactionPoint } from '../../model/metrics.js';
import { figure } from '../charts/figure.js';
import { trendChart } from '../charts/trend.js';
import type { View } from '../charts/view.js';
import type { Formats } from './formats.js';
import { quiet } from './pieces.js';

/** What people said in feedback, 1 to 5, over time. */
export function satisfaction(points: readonly SatisfactionPoint[], formats: Formats): View {
  const ratings = points.reduce((sum, point) => sum + point.ratings, 0);
  if (ratings === 0) return quiet(t('Satisfaction: nobody gave a rating in this time.'));
  const sum = points.reduce((total, { ratings: count, average = 0 }) => total + count * average, 0);
  const caption = t('Satisfaction: ratings of feedback, 1 to 5');
  return figure({
    caption,
    summary: t('{0} on average, of {1} ratings.', formats.number(sum / ratings), formats.number(ratings)),
    chart: trendChart({
      points: points.map(({ from, average }) => ({ label: formats.day(from), value: average })),
      from: 1,
      to: 5,
      ticks: [1, 2, 3, 4, 5],
      format: formats.number,
    }),
    table: {
      caption,
      columns: [
        { label: t('From') },
        { label: t('Ratings'), numeric: true },
        { label: t('Average'), numeric: true },
      ],
      rows: points.map(({ from, ratings: count, average }) => ({
        key: from,
        cells: [
          formats.day(from),
          formats.number(count),
          average === undefined ? '–' : formats.number(average),
        ],
      })),
    },
  });
}
