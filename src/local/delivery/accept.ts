import { randomUUID } from 'node:crypto';
import type { DeploymentRequest, Operation } from '../../model/delivery.js';
import { approvalBlock } from '../guards/approvals.js';
import type { Caller } from '../identity/caller.js';
import type { Place } from '../runtime/runtime.js';
import { withDeployment } from '../store/changes.js';
import type { DeploymentRecord } from '../store/state.js';
import { incidentsOf, titleOf } from './describeChange.js';
import type { ExecuteContext } from './execution.js';
import type { Prepared } from './prepare.js';

/** Writes down a deployment that was asked for: it begins later, or waits for approvals. */
export function accept(
  place: Place,
  prepared: Prepared,
  request: DeploymentRequest,
  caller: Caller,
  { store, tracker }: Pick<ExecuteContext, 'store' | 'tracker'>,
): { readonly operation: Operation; readonly deployment: DeploymentRecord } {
  const { actor } = caller;
  const id = `dep_${randomUUID()}`;
  const now = new Date().toISOString();
  const operation = tracker.create({
    kind: 'Deployment',
    title: titleOf(place, prepared, request),
    service: place.service,
    environment: place.environment,
    target: `/services/${place.service}/deployments/${id}`,
    cancelable: true,
    createdBy: actor,
    planFingerprint: prepared.plan.fingerprint,
    ...(request.incident !== undefined && { incident: request.incident }),
  });
  const deployment: DeploymentRecord = {
    id,
    service: place.service,
    environment: place.environment,
    kind: request.kind,
    state: 'Pending',
    releaseId: prepared.release.id,
    config: prepared.config,
    operation: operation.id,
    createdAt: now,
    startedAt: now,
    createdBy: actor,
    ...(request.fromEnvironment !== undefined && { promotedFrom: request.fromEnvironment }),
    ...(prepared.target && { rolledBackTo: prepared.target.id }),
    ...(prepared.current && { replaces: prepared.current.id }),
    ...(request.reason !== undefined && { reasonText: request.reason }),
    ...(request.changeRef !== undefined && { changeRef: request.changeRef }),
    ...(prepared.commits.length > 0 && { commits: prepared.commits }),
    ...incidentsOf(place, request, store.state),
  };
  store.update((state) => withDeployment(state, deployment));
  const policy = prepared.environment.approvals;
  if (policy && (prepared.plan.requires?.approvals ?? 0) > 0) {
    const { fingerprint } = prepared.plan;
    const waiting = {
      operation: operation.id,
      deployment: id,
      service: place.service,
      request,
      caller,
      fingerprint,
    };
    store.update((state) => ({ ...state, waiting: [...state.waiting, waiting] }));
    const block = approvalBlock(policy, 0, operation.createdAt);
    tracker.setState(operation.id, {
      state: 'Blocked',
      blockedBy: block,
      message: block.message ?? block.reason,
    });
  }
  return { operation: tracker.get(operation.id), deployment };
}
