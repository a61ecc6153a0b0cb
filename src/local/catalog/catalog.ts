import type { Environment, Owner, Service, ServiceEnvironment } from '../../model/catalog.js';
import type { Delivery } from '../delivery/delivery.js';
import { defaultEnvironments } from '../manifest/environments.js';
import { at } from '../manifest/json.js';
import type { Runtime } from '../runtime/runtime.js';
import { currentDeployment, findRelease } from '../store/changes.js';
import type { LocalState, ServiceRecord } from '../store/state.js';
import { describeService, ownerRef } from './describeService.js';
import type { SyncWatch } from './syncWatch.js';
import { deploymentSummary } from './wire.js';

export interface CatalogSources {
  readonly state: LocalState;
  readonly runtime: Runtime;
  readonly delivery: Delivery;
  readonly sync: SyncWatch;
}

/** Declared environments count; the defaults stand in where nothing is declared, or something is deployed. */
export function environmentsIn(state: LocalState): readonly Environment[] {
  const declared = new Set(state.environments.map(({ name }) => name));
  const previews = state.previews.map(({ environment }) => environment);
  if (declared.size === 0) return [...defaultEnvironments, ...previews];
  const used = new Set(
    state.deployments.filter((item) => item.state === 'Deployed').map((item) => item.environment),
  );
  const kept = defaultEnvironments.filter(({ name }) => !declared.has(name) && used.has(name));
  return [...state.environments, ...kept, ...previews].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
}

export function serviceOf(record: ServiceRecord, sources: CatalogSources): Service {
  const environments = environmentsIn(sources.state)
    .filter(({ name }) => at(record.manifest, 'spec', 'environments', name, 'deploy') !== 'Disabled')
    .map(({ name }) => serviceEnvironment(record, name, sources));
  return { ...describeService(record), environments };
}

export function serviceEnvironment(
  record: ServiceRecord,
  environment: string,
  { state, runtime, delivery, sync }: CatalogSources,
): ServiceEnvironment {
  const place = { service: record.name, environment };
  const current = currentDeployment(state, record.name, environment);
  const operation = delivery.inProgress(place);
  const last = state.deployments.findLast(
    (item) => item.service === record.name && item.environment === environment,
  );
  const instance = runtime.current(place);
  const failed = last?.state === 'Failed' ? last.message : undefined;
  const report = current
    ? (runtime.report(place) ?? { health: 'Missing' as const })
    : operation !== undefined
      ? { health: 'Progressing' as const }
      : { health: failed === undefined ? ('Missing' as const) : ('Degraded' as const) };
  const message = ('message' in report ? report.message : undefined) ?? failed;
  const release = current && findRelease(state, record.name, current.releaseId);
  return {
    environment,
    health: report.health,
    ...(release && { sync: sync.of(release) }),
    ...(message !== undefined && { message }),
    ...(current && { current: deploymentSummary(current, state) }),
    ...(operation !== undefined && { operation }),
    ...(instance && {
      replicas: { desired: instance.size, ready: instance.ready },
      urls: instance.urls,
    }),
  };
}

export function ownersIn(state: LocalState): readonly Owner[] {
  const refs = new Set(state.services.flatMap((service) => ownerRef(service) ?? []));
  return [...refs].sort().map((ref) => ({
    ref,
    displayName: ref.replace(/^.*[:/]/, ''),
    type: ref.startsWith('user:') ? 'user' : 'group',
  }));
}
