import type { Operation } from './delivery.js';

/** Of an operation that waits for a branch to be merged: the branch, which calling it off deletes. */
export function branchOf({ blockedBy }: Operation): string | undefined {
  return blockedBy?.name?.startsWith('golden-path/') ? blockedBy.name : undefined;
}

/** Of an operation that waits for a pull request: where a person opens it, if the operation tells. */
export function pullRequestOf({ links = [] }: Operation): string | undefined {
  return links.find(({ type }) => type === 'pull-request')?.url;
}
