import type { Sample } from './calls.js';
import { grouped } from '../../base/grouped.js';

/** What recording rules say of one objective: the values of its metrics. */
export interface Recorded {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: ReadonlyMap<string, number>;
}

/**
 * Rows of recording rules by objective. Where there are several of a metric (replicas, groups) the worst counts:
 * the least of what `isBetterMore` says, the most of the others.
 */
export function byObjective(
  samples: readonly Sample[],
  keyOf: (sample: Sample) => string,
  isBetterMore: (metric: string) => boolean,
): readonly Recorded[] {
  return [...grouped(samples, keyOf).values()].map((rows) => {
    const values = new Map<string, number>();
    for (const { labels, value } of rows) {
      const metric = labels['__name__'] ?? '';
      const known = values.get(metric) ?? NaN;
      if (Number.isNaN(known)) values.set(metric, value);
      else if (!Number.isNaN(value)) {
        values.set(metric, isBetterMore(metric) ? Math.min(known, value) : Math.max(known, value));
      }
    }
    return { labels: Object.assign({}, ...rows.map(({ labels }) => labels)) as Sample['labels'], values };
  });
}
