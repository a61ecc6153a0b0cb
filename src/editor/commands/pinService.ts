import type { CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/**
 * Keeps services first in the Services view, in every scope. Its arguments are the row of one, and all rows that are
 * chosen with it.
 */
export const pinService: CommandHandler<'services'> = async ({ services }, row, chosen) => {
  const wanted = servicesIn(row, chosen);
  const { pins } = services.arrangement;
  if (wanted.every((service) => pins.includes(service))) return;
  await services.arrange({ pins: [...new Set([...pins, ...wanted])] });
};

/** Lets services go back to their places. */
export const unpinService: CommandHandler<'services'> = async ({ services }, row, chosen) => {
  const wanted = servicesIn(row, chosen);
  if (wanted.length === 0) return;
  await services.arrange({ pins: services.arrangement.pins.filter((pin) => !wanted.includes(pin)) });
};

function servicesIn(row: unknown, chosen: unknown): readonly string[] {
  const rows: readonly unknown[] = Array.isArray(chosen) ? [row, ...(chosen as unknown[])] : [row];
  return [...new Set(rows.flatMap((each) => targetFrom(each).service ?? []))];
}
