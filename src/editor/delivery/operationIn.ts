import type { LiveSnapshot } from '../../model/live.js';
import { targetFrom } from '../commands/target.js';

/** The operation that an argument names by its id, or by the place where one is under way. */
export function operationIn(argument: unknown, live: LiveSnapshot): string | undefined {
  const { service, environment, operation } = targetFrom(argument);
  if (operation !== undefined) return operation;
  if (service === undefined || environment === undefined) return undefined;
  return live.services.get(service)?.environments?.find((state) => state.environment === environment)
    ?.operation;
}
