import type { Environment, Service, ServiceEnvironment } from '../../model/catalog.js';
import { permissionsAt, plainPermissions } from '../access/permissions.js';
import type { Control } from '../control.js';
import type { Delivery } from '../delivery/delivery.js';
import { suggestionFor } from '../delivery/suggestion.js';
import type { FreezeWindow } from '../guards/windows.js';
import type { Caller } from '../identity/caller.js';
import { defaultEnvironments } from '../manifest/environments.js';
import { at, entries } from '../manifest/json.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import type { HealthReport } from '../runtime/supervisedProcess.js';
import { deploymentsAt, findRelease } from '../store/changes.js';
import { derived } from '../store/derived.js';
import type { DeploymentRecord, LocalState, ServiceRecord } from '../store/state.js';
import { lineageOf, type TemplateVersions } from '../templates/lineage.js';
import { describeService } from './describeService.js';
import type { SyncWatch } from './syncWatch.js';
import { deploymentSummary } from './wire.js';

export interface CatalogSources {
  readonly state: LocalState;
  readonly runtime: Runtime;
  readonly delivery: Delivery;
  readonly sync: SyncWatch;
  readonly control: Control;
  readonly caller: Caller;
  readonly windows: readonly FreezeWindow[];
  readonly templates: readonly TemplateVersions[];
}

/** Declared environments count; the defaults stand in where nothing is declared, or something is deployed. */
export const environmentsIn = derived((state: LocalState): readonly Environment[] => {
  const declared = new Set(state.environments.map(({ name }) => name));
  const previews = state.previews.map(({ environment }) => environment);
  if (declared.size === 0) return [...defaultEnvironments, ...previews];
  const used = new Set(
    state.deployments.filter((item) => item.state === 'Deployed').map((item) => item.environment),
  );
  const kept = defaultEnvironments.filter(({ name }) => !declared.has(name) && used.has(name));
  return [...state.environments, ...kept, ...previews].sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
});

export function serviceOf(record: ServiceRecord, sources: CatalogSources): Service {
  const { control, caller, templates } = sources;
  const environments = environmentsIn(sources.state)
    .filter(({ name }) => !hiddenFrom(record).has(name))
    .map((environment) => serviceEnvironment(record, environment, sources));
  const openIncidents = control.incidents.open(record.name).length;
  const template = lineageOf(record.manifest, templates);
  const names = ['incident.create', 'feedback.create', 'action.run'] as const;
  return {
    ...describeService(record),
    ...(template && { template }),
    environments,
    openIncidents,
    permissions: plainPermissions(control.access, caller, names, { service: record.name }),
  };
}

/** What a status is made of. */
export interface StatusSources {
  readonly state: LocalState;
  readonly runtime: Pick<Runtime, 'report'>;
  readonly delivery: Pick<Delivery, 'inProgress' | 'busy'>;
}

/** The environments that a service keeps out of. */
export const hiddenFrom = derived(
  ({ manifest }: ServiceRecord): ReadonlySet<string> =>
    new Set(
      entries(at(manifest, 'spec', 'environments'))
        .filter(([, own]) => at(own, 'deploy') === 'Disabled')
        .map(([name]) => name),
    ),
);

/** What runs at a place and how it fares: the part of a leaf that filters ask for. */
export function leafStatus(place: Place, { state, runtime, delivery }: StatusSources): LeafStatus {
  const { service, environment } = place;
  const deployments = deploymentsAt(state, service, environment);
  const current = deployments.findLast(({ state: now }) => now === 'Deployed');
  const operation = delivery.inProgress(place);
  const last = deployments.at(-1);
  const failed = last?.state === 'Failed' ? last.message : undefined;
  const report = current
    ? (runtime.report(place) ?? { health: 'Missing' as const })
    : operation !== undefined
      ? { health: 'Progressing' as const }
      : { health: failed === undefined ? ('Missing' as const) : ('Degraded' as const) };
  return { current, operation, failed, report };
}

interface LeafStatus {
  readonly current: DeploymentRecord | undefined;
  /** Id of the operation that is under way. */
  readonly operation: string | undefined;
  /** Why the last deployment failed, if it did. */
  readonly failed: string | undefined;
  readonly report: HealthReport;
}

export function serviceEnvironment(
  record: ServiceRecord,
  declared: Environment,
  { state, runtime, delivery, sync, control, caller, windows }: CatalogSources,
): ServiceEnvironment {
  const environment = declared.name;
  const place = { service: record.name, environment };
  const { current, operation, failed, report } = leafStatus(place, { state, runtime, delivery });
  const instance = runtime.current(place);
  const message = ('message' in report ? report.message : undefined) ?? failed;
  const release = current && findRelease(state, record.name, current.releaseId);
  const incidents = control.incidents.open(record.name, environment);
  const slo = current && control.sloSummary(place, state);
  const signs = { health: report.health, incidents, ...(message !== undefined && { message }) };
  const now = Date.now();
  const suggestion = operation === undefined ? suggestionFor(state, current, signs, now) : undefined;
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
    ...(slo && { slo }),
    ...(incidents.length > 0 && { openIncidents: incidents.length }),
    ...(suggestion && { suggestion }),
    permissions: permissionsAt(declared, record, { access: control.access, caller, windows, now }),
  };
}
