import type { Deployment, Release } from '../../model/delivery.js';
import type { DeploymentSummary } from '../../model/deployment.js';
import { rollbackEligibility } from '../delivery/rollback.js';
import { without } from '../manifest/json.js';
import { findRelease } from '../store/changes.js';
import type { DeploymentRecord, LocalState, ReleaseRecord } from '../store/state.js';

/** Records as the contract shows them: nothing of our own bookkeeping. */
export function wireRelease(release: ReleaseRecord, state: LocalState): Release {
  const deployedTo = state.deployments
    .filter((deployment) => deployment.releaseId === release.id && deployment.state === 'Deployed')
    .map((deployment) => deployment.environment);
  return {
    id: release.id,
    version: release.version,
    createdAt: release.createdAt,
    ...(release.commit && { commit: release.commit }),
    artifacts: [
      { uri: `pkg:generic/${release.service}@${release.version}`, digest: `sha256:${release.contentDigest}` },
    ],
    configDigest: release.configDigest,
    createdBy: release.createdBy,
    ...(deployedTo.length > 0 && { deployedTo }),
  };
}

export function wireDeployment(deployment: DeploymentRecord, state: LocalState): Deployment {
  const { releaseId } = deployment;
  const rest = without(deployment, 'releaseId', 'config');
  const release = findRelease(state, deployment.service, releaseId);
  return {
    ...rest,
    release: release
      ? wireRelease(release, state)
      : { id: releaseId, version: releaseId, createdAt: rest.createdAt },
    rollback: rollbackEligibility(state, deployment),
  };
}

export function deploymentSummary(deployment: DeploymentRecord, state: LocalState): DeploymentSummary {
  const release = findRelease(state, deployment.service, deployment.releaseId);
  return {
    id: deployment.id,
    kind: deployment.kind,
    state: deployment.state,
    release: deployment.releaseId,
    version: release?.version ?? deployment.releaseId,
    ...(release?.commit && { commit: release.commit }),
    ...(deployment.startedAt !== undefined && { startedAt: deployment.startedAt }),
    ...(deployment.finishedAt !== undefined && { finishedAt: deployment.finishedAt }),
    ...(deployment.createdBy && { by: deployment.createdBy }),
  };
}
