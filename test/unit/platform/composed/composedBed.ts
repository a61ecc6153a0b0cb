import assert from 'node:assert/strict';
import type { Service, ServiceEnvironment } from '../../../../src/model/catalog.js';
import { PlatformError } from '../../../../src/model/errors.js';
import type { Platform } from '../../../../src/model/platform.js';
import {
  createComposedPlatform,
  type ComposedOptions,
} from '../../../../src/platform/composed/composedPlatform.js';
import { FakeEngine } from './fakeEngine.js';

const backstage = 'https://backstage.example';
export const argo = 'https://argo.example';
export const cluster = 'https://cluster.example';

/** A catalogue of two services, and two engines that run one of them. */
export class Bed {
  readonly catalog = new FakeEngine(backstage);
  readonly argocd = new FakeEngine(argo);
  readonly kubernetes = new FakeEngine(cluster);
  now = Date.parse('2026-11-21T12:00:00Z');

  constructor() {
    this.catalog.capabilities = { owners: { level: 'Read' } };
    for (const name of ['cart', 'checkout']) this.catalog.running.set(name, []);
    this.argocd.environments.push({ name: 'production', type: 'production', production: true });
    this.argocd.running.set('checkout', [
      { environment: 'production', health: 'Healthy', sync: 'Synced', operation: 'op_7' },
    ]);
    this.kubernetes.environments.push({ name: 'development', type: 'development', production: false });
    this.kubernetes.running.set('checkout', [
      { environment: 'development', health: 'Progressing' },
      { environment: 'production', health: 'Degraded', replicas: { desired: 2, ready: 2 } },
    ]);
  }

  compose(more: Partial<ComposedOptions> = {}): Platform {
    return createComposedPlatform({
      catalog: { name: 'catalog', type: 'backstage', title: 'Backstage', platform: this.catalog.platform },
      engines: [
        { name: 'kubernetes', type: 'kubernetes', title: 'Kubernetes', platform: this.kubernetes.platform },
        { name: 'argocd', type: 'argocd', title: 'Argo CD', platform: this.argocd.platform },
      ],
      clock: { now: () => this.now },
      timing: { patienceMs: 20, restMs: 1_000, capMs: 10 },
      ...more,
    });
  }
}

export async function serviceOf(platform: Platform, name: string): Promise<Service> {
  const { items } = await platform.listServices({ view: 'Summary' });
  const found = items.find((service) => service.name === name);
  assert.ok(found, `no ${name} among ${items.map((service) => service.name).join()}`);
  return found;
}

export function stateOf(service: Service, environment: string): ServiceEnvironment {
  const found = service.environments?.find((state) => state.environment === environment);
  assert.ok(found, `${service.name} is not in ${environment}`);
  return found;
}

export const away = new PlatformError('unreachable', 'Nothing answers at argo.example.');

/** Polls: what is awaited comes out of promises, not of a time. */
export async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 5_000; !holds();) {
    assert.ok(Date.now() < end, 'it did not come');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
