import type { DeploymentRecord, LocalState } from '../store/state.js';

/** Since when the release of a deployment has run at its place without another between, in ms since 1970. */
export function runsSince(state: LocalState, current: DeploymentRecord): number | undefined {
  let since: number | undefined;
  for (const deployment of state.deployments.toReversed()) {
    const { service, environment, releaseId, finishedAt } = deployment;
    if (service !== current.service || environment !== current.environment) continue;
    if (deployment.state !== 'Deployed' && deployment.state !== 'Superseded') continue;
    if (releaseId !== current.releaseId) break;
    if (finishedAt !== undefined) since = Date.parse(finishedAt);
  }
  return since;
}
