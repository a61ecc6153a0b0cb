import { amountOf } from '../kubernetes/quantities.js';

/** Whether two amounts of a resource are as much, in whatever unit: `0.5` and `500m`, `1Gi` and `1024Mi`. */
export function isSameQuantity(path: readonly string[], a: unknown, b: unknown): boolean {
  const isAmount = ['limits', 'requests'].includes(path.at(-2) ?? '') || path.at(-1) === 'sizeLimit';
  const [left, right] = [a, b].map((value) =>
    typeof value === 'string' || typeof value === 'number' ? amountOf(String(value)) : undefined,
  );
  return isAmount && left !== undefined && left === right;
}
