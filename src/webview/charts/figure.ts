import { t } from '../../base/l10n.js';
import { legend, type Series } from './series.js';
import { dataTable, type Table } from './table.js';
import { el, type View } from './view.js';

/** A chart with its words: a caption, a legend, and the same figures as a table. */
export interface Figure {
  readonly caption: string;
  /** One sentence with what there is to see; what a screen reader says in place of the picture. */
  readonly summary: string;
  readonly chart: View;
  readonly series?: readonly Series[];
  readonly table: Table;
}

/** Draws a figure; the table opens by itself for who uses a screen reader. */
export function figure({ caption, summary, chart, series = [], table }: Figure): View {
  const picture = { ...chart, attributes: { ...chart.attributes, role: 'img', 'aria-label': summary } };
  const open = t('As a table');
  return el(
    'figure',
    {},
    el('figcaption', {}, caption),
    picture,
    series.length > 1 && legend(series),
    el('details', {}, el('summary', { 'aria-label': t('{0}: {1}', open, caption) }, open), dataTable(table)),
  );
}
