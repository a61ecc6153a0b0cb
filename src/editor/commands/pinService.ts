import type { CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/** Keeps a service first in the Services view, in every scope. Its argument is the row of the service. */
export const pinService: CommandHandler<'services'> = async ({ services }, row) => {
  const { service } = targetFrom(row);
  const { pins } = services.arrangement;
  if (service === undefined || pins.includes(service)) return;
  await services.arrange({ pins: [...pins, service] });
};

/** Lets a service go back to its place. */
export const unpinService: CommandHandler<'services'> = async ({ services }, row) => {
  const { service } = targetFrom(row);
  if (service === undefined) return;
  await services.arrange({ pins: services.arrangement.pins.filter((pin) => pin !== service) });
};
