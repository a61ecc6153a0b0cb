/** A range of 0-based lines, both included, and how deep it lies: the outermost stay when there are too many. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly kind?: 'comment' | 'region';
}
