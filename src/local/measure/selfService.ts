import type { Operation } from '../../model/delivery.js';

/**
 * Of the changes that succeeded between two times (ms since 1970), the share that nobody but who asked for them had to
 * act for. `undefined` when there were none.
 */
export function selfServiceShareOf(
  operations: readonly Operation[],
  from: number,
  to: number,
): number | undefined {
  const changes = operations.filter(({ state, finishedAt }) => {
    const time = Date.parse(finishedAt ?? '');
    return state === 'Succeeded' && time >= from && time < to;
  });
  if (changes.length === 0) return undefined;
  const alone = changes.filter(({ approvals = [], createdBy }) =>
    approvals.every(({ by }) => by.id === createdBy?.id),
  );
  return Math.round((alone.length / changes.length) * 10_000) / 10_000;
}
