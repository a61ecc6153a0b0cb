import type { CommandHandler } from './context.js';

/** Shows the next page of a long list. Its argument is the "Load more" row. */
export const loadMore: CommandHandler = (context, row) => {
  if (typeof row === 'object' && row !== null && 'list' in row && typeof row.list === 'string') {
    context.loadMore(row.list);
  }
};
