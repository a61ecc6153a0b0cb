import { el, isNothing, type Child, type View } from './view.js';

export interface Table {
  /** What the table is about, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Column {
  readonly label: string;
  readonly numeric?: boolean;
}

/** The first cell names the row. */
export interface Row {
  readonly key?: string;
  readonly cells: readonly Child[];
}

/** A table with headers of columns and rows. A column that says nothing in any row takes no room. It scrolls by itself where the page is narrow. */
export function dataTable({ caption, columns, rows }: Table): View {
  const kind = (index: number): string | undefined =>
    columns[index]?.numeric === true ? 'number' : undefined;
  const isTold = columns.map((_, index) => index === 0 || rows.some(({ cells }) => !isNothing(cells[index])));
  return el(
    'div',
    { class: 'scroll', role: 'group', 'aria-label': caption, tabindex: 0 },
    el(
      'table',
      {},
      el('caption', { class: 'spoken' }, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          columns.map(
            ({ label }, index) => isTold[index] && el('th', { scope: 'col', class: kind(index) }, label),
          ),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map(({ key, cells }) =>
          el(
            'tr',
            { 'data-key': key },
            cells.map((cell, index) =>
              index === 0
                ? el('th', { scope: 'row' }, cell)
                : isTold[index] &&
                  el('td', { class: kind(index), 'data-label': columns[index]?.label }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}
