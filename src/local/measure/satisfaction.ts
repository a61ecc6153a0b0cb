import type { components } from '../../contract/generated/wire.js';
import type { JsonObject } from '../manifest/json.js';
import { text } from '../manifest/json.js';
import { periods } from './periods.js';

/** A rating of 1 to 5 that someone gave; `time` in ms since 1970. */
export interface Rating {
  readonly time: number;
  readonly rating: number;
  readonly service?: string;
}

/** Ratings by day or week, oldest first; none at all is an empty list. */
export function satisfactionOf(
  ratings: readonly Rating[],
  from: number,
  to: number,
): readonly components['schemas']['SatisfactionPoint'][] {
  if (!ratings.some(({ time }) => time >= from && time < to)) return [];
  return periods(from, to).map(([start, end]) => {
    const inside = ratings.filter(({ time }) => time >= start && time < end);
    const sum = inside.reduce((total, { rating }) => total + rating, 0);
    return {
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
      ratings: inside.length,
      ...(inside.length > 0 && { average: Math.round((sum / inside.length) * 100) / 100 }),
    };
  });
}

/** The ratings among records of feedback, as they were written down. */
export function ratingsIn(feedback: readonly JsonObject[]): readonly Rating[] {
  return feedback.flatMap((record) => {
    const { rating } = record;
    const time = Date.parse(text(record['time']) ?? '');
    const service = text(record['service']);
    if (typeof rating !== 'number' || Number.isNaN(time)) return [];
    return [{ time, rating, ...(service !== undefined && { service }) }];
  });
}
