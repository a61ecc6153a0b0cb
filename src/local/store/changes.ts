import { grouped } from '../../base/grouped.js';
import type { Operation, OperationEvent } from '../../model/delivery.js';
import { derived } from './derived.js';
import type {
  DeploymentRecord,
  IncidentRecord,
  LocalState,
  OperationRecord,
  ReleaseRecord,
  ResourceRecord,
  ServiceRecord,
} from './state.js';

/** Deployments by service and environment, oldest first. */
const deploymentsByPlace = derived((deployments: readonly DeploymentRecord[]) => {
  const byService = grouped(deployments, ({ service }) => service);
  const places = [...byService].map(
    ([service, own]) => [service, grouped(own, ({ environment }) => environment)] as const,
  );
  return new Map(places);
});
const servicesByName = derived(
  (services: readonly ServiceRecord[]) => new Map(services.map((service) => [service.name, service])),
);
const releasesById = derived(
  (releases: readonly ReleaseRecord[]) => new Map(releases.map((release) => [release.id, release])),
);

const keptDeployments = 1_000;
const keptOperations = 200;
const keptEvents = 1_000;
/** Of operations before these only steps and states are kept, not their log. */
const keptLogs = 20;
const idempotencyTtlMs = 24 * 3_600_000;

export function withService(state: LocalState, service: ServiceRecord): LocalState {
  const others = state.services.filter((other) => other.name !== service.name);
  const services = [...others, service].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { ...state, services };
}

export function withRelease(state: LocalState, release: ReleaseRecord): LocalState {
  return { ...state, releases: [...state.releases.filter((other) => other.id !== release.id), release] };
}

/** Adds a deployment, or replaces the one with its id. */
export function withDeployment(state: LocalState, deployment: DeploymentRecord): LocalState {
  const known = state.deployments.some((other) => other.id === deployment.id);
  return {
    ...state,
    deployments: known
      ? state.deployments.map((other) => (other.id === deployment.id ? deployment : other))
      : [...state.deployments.filter(isKept), deployment],
  };
}

function isKept(deployment: DeploymentRecord, index: number, all: readonly DeploymentRecord[]): boolean {
  return index > all.length - keptDeployments || deployment.state === 'Deployed';
}

export function withOperation(
  state: LocalState,
  operation: Operation,
  events: readonly OperationEvent[] = [],
): LocalState {
  const known = state.operations.some((record) => record.operation.id === operation.id);
  const operations = known
    ? state.operations.map((record) =>
        record.operation.id === operation.id
          ? { operation, events: [...record.events, ...events].slice(-keptEvents) }
          : record,
      )
    : [...state.operations.map(withoutOldLog), { operation, events }];
  return { ...state, operations: operations.slice(-keptOperations) };
}

function withoutOldLog(
  record: OperationRecord,
  index: number,
  all: readonly OperationRecord[],
): OperationRecord {
  if (index > all.length - keptLogs || !record.operation.done) return record;
  const events = record.events.filter(({ type }) => type !== 'log');
  return events.length === record.events.length ? record : { ...record, events };
}

/** Adds a resource, or replaces the one with its id. */
export function withResource(state: LocalState, resource: ResourceRecord): LocalState {
  return { ...state, resources: [...state.resources.filter(({ id }) => id !== resource.id), resource] };
}

export function withoutResource(state: LocalState, id: string): LocalState {
  return { ...state, resources: state.resources.filter((resource) => resource.id !== id) };
}

export function withoutWaiting(state: LocalState, operation: string): LocalState {
  return { ...state, waiting: state.waiting.filter((item) => item.operation !== operation) };
}

export function withIdempotency(
  state: LocalState,
  record: { readonly key: string; readonly digest: string; readonly result: string },
  now: number,
): LocalState {
  const fresh = state.idempotency.filter((other) => now - other.at < idempotencyTtlMs);
  return { ...state, idempotency: [...fresh, { ...record, at: now }] };
}

export function findService(state: LocalState, name: string | undefined): ServiceRecord | undefined {
  return name === undefined ? undefined : servicesByName(state.services).get(name);
}

export function findOperation(state: LocalState, id: string): OperationRecord | undefined {
  return state.operations.find((record) => record.operation.id === id);
}

export function findRelease(state: LocalState, service: string, id: string): ReleaseRecord | undefined {
  const found = releasesById(state.releases).get(id);
  return found?.service === service ? found : undefined;
}

/** The deployment that runs now in an environment: its last that became `Deployed`. */
export function currentDeployment(
  state: LocalState,
  service: string,
  environment: string,
): DeploymentRecord | undefined {
  return deploymentsAt(state, service, environment).findLast(({ state: now }) => now === 'Deployed');
}

/** The deployments of a service in an environment, oldest first. */
export function deploymentsAt(
  state: LocalState,
  service: string,
  environment: string,
): readonly DeploymentRecord[] {
  return deploymentsByPlace(state.deployments).get(service)?.get(environment) ?? [];
}

/** Has anything ever been deployed of a service, as far as is known? */
export function isDeployedEver(state: LocalState, service: string): boolean {
  return deploymentsByPlace(state.deployments).has(service);
}

const keptIncidents = 500;

/** Adds an incident, or replaces the one with its id. Open ones are always kept. */
export function withIncident(state: LocalState, incident: IncidentRecord): LocalState {
  const known = state.incidents.some(({ id }) => id === incident.id);
  if (known) {
    const incidents = state.incidents.map((other) => (other.id === incident.id ? incident : other));
    return { ...state, incidents };
  }
  const kept = state.incidents.filter(
    ({ status }, index, all) => status !== 'Resolved' || index > all.length - keptIncidents,
  );
  return { ...state, incidents: [...kept, incident] };
}
