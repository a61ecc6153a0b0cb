import type { Environment, Service, ServiceEnvironment } from '../../../src/model/catalog.js';
import type { LiveSnapshot } from '../../../src/model/live.js';
import type { Picture } from '../../../src/editor/views/picture.js';

export const environments: readonly Environment[] = [
  { name: 'production', type: 'production', production: true, order: 3 },
  { name: 'development', type: 'development', production: false, order: 1 },
  { name: 'staging', type: 'staging', production: false, order: 2 },
];

export function running(environment: string, health: string, version = '1a2b3c4'): ServiceEnvironment {
  return {
    environment,
    health,
    current: { id: `dep_${environment}`, state: 'Deployed', version, finishedAt: '2026-11-21T10:00:00Z' },
    urls: ['http://127.0.0.1:4000'],
  };
}

export function service(name: string, ...states: readonly ServiceEnvironment[]): Service {
  return { name, environments: states };
}

export function snapshot(
  services: readonly Service[],
  more: Partial<Omit<LiveSnapshot, 'services'>> = {},
): LiveSnapshot {
  return {
    status: 'live',
    services: new Map(services.map((item) => [item.name, item])),
    environments: new Map(environments.map((item) => [item.name, item])),
    operations: new Map(),
    ...more,
  };
}

export function picture(services: readonly Service[], ...workspace: readonly string[]): Picture {
  return { live: snapshot(services), workspace: new Set(workspace) };
}

/** The same picture with another title for production. */
export function titled(title: string, { live, workspace }: Picture): Picture {
  const named = environments.map((item) => (item.production ? { ...item, title } : item));
  return { workspace, live: { ...live, environments: new Map(named.map((item) => [item.name, item])) } };
}
