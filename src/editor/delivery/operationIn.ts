import type { LiveSnapshot } from '../../model/live.js';
import { targetFrom } from '../commands/target.js';

/** The operation that an argument names by its id, or by the place where one is under way. */
export function operationIn(argument: unknown, live: LiveSnapshot): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  if ('operation' in argument && typeof argument.operation === 'string') return argument.operation;
  const { service, environment } = targetFrom(argument);
  if (service === undefined || environment === undefined) return undefined;
  return live.services.get(service)?.environments?.find((state) => state.environment === environment)
    ?.operation;
}
