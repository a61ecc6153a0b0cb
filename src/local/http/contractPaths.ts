import { apiOperations } from '../../contract/generated/api.js';
import { matchPath } from '../../contract/matchPath.js';

const paths = [...new Set(apiOperations.map(({ path }) => path))];

/** Whether the contract knows the path: where the local platform does not serve it, it answers 501, not 404. */
export function isContractPath(segments: readonly string[]): boolean {
  return paths.some((path) => matchPath(`/v1${path}`, segments) !== undefined);
}
