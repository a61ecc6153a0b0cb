import { worstHealth, type Service } from '../../model/catalog.js';
import type { LiveSnapshot } from '../../model/live.js';
import { shortReference } from '../../model/reference.js';
import type { CallOptions, Page } from '../../model/platform.js';
import type { Neighbour, Part, ServiceDashboard } from '../../webview/dashboards/model.js';
import type { Connection } from '../session/connection.js';
import { environmentsInOrder } from '../views/picture.js';
import { offers, readPart } from './readPart.js';

type Sections = Pick<ServiceDashboard, 'slos' | 'incidents' | 'deployments' | 'runs' | 'dora' | 'scorecards'>;

const loading = { state: 'loading' } as const;
const most = 10;
const monthMs = 30 * 86_400_000;

/** What the dashboard of a service shows besides the live picture; each section is read by itself. */
export class ServiceFacts {
  sections: Sections = {
    slos: loading,
    incidents: loading,
    deployments: loading,
    runs: loading,
    dora: loading,
    scorecards: loading,
  };
  readonly #connection: Pick<Connection, 'platform' | 'live'>;
  readonly #service: string;

  constructor(connection: Pick<Connection, 'platform' | 'live'>, service: string) {
    this.#connection = connection;
    this.#service = service;
  }

  /** Reads everything; `changed` is called with each section that has come. Rejects with an `AbortError` only. */
  async read(signal: AbortSignal, changed: () => void): Promise<void> {
    const { platform, live } = this.#connection;
    const { measures, incidents, pipelines } = platform;
    const service = this.#service;
    const call: CallOptions = { signal };
    const page = { service, pageSize: most };
    const has = (name: string): boolean => offers(live.snapshot, name);
    const span = { from: new Date(Date.now() - monthMs).toISOString(), to: new Date().toISOString() };
    const put = async <T>(
      key: keyof Sections,
      read: (() => Promise<T>) | undefined | false,
    ): Promise<void> => {
      const part = await readPart(this.sections[key] as Part<T>, read === false ? undefined : read);
      this.sections = { ...this.sections, [key]: part };
      changed();
    };
    await Promise.all([
      put('slos', measures && has('slos') && (() => measures.slos(service, {}, call))),
      put('incidents', incidents && has('incidents') && (() => items(incidents.list(page, call)))),
      put('deployments', () => items(platform.listDeployments(service, { pageSize: most }, call))),
      put(
        'runs',
        pipelines && has('pipelines') && (() => items(pipelines.list(service, { pageSize: most }, call))),
      ),
      put('dora', measures && has('metrics.dora') && (() => measures.dora(service, span, call))),
      put('scorecards', measures && has('scorecards') && (() => measures.scorecards(service, call))),
    ]);
  }
}

async function items<T>(page: Promise<Page<T>>): Promise<readonly T[]> {
  return (await page).items;
}

/** What the live picture knows of a service. */
export function pictureOf(
  live: LiveSnapshot,
  name: string,
): Pick<ServiceDashboard, 'service' | 'environments' | 'neighbours'> {
  const service = live.services.get(name);
  return {
    ...(service && { service }),
    environments: environmentsInOrder(live),
    neighbours: service ? neighboursOf(live, service) : [],
  };
}

function neighboursOf(live: LiveSnapshot, { name, dependsOn = [] }: Service): readonly Neighbour[] {
  const needed = dependsOn.map((ref): Neighbour => {
    const known = live.services.get(nameIn(ref));
    const name = known?.name ?? shortReference(ref);
    return { name, reference: ref, direction: 'needs', ...healthOf(known) };
  });
  const needing = [...live.services.values()]
    .filter((other) => other.name !== name && other.dependsOn?.some((ref) => nameIn(ref) === name))
    .map((other): Neighbour => ({ name: other.name, direction: 'neededBy', ...healthOf(other) }));
  return [...needed, ...needing];
}

function healthOf(service: Service | undefined): { readonly health?: string } {
  if (!service) return {};
  const deployed = (service.environments ?? []).filter(({ current }) => current !== undefined);
  return { health: worstHealth(deployed.map(({ health }) => health)) ?? 'Unknown' };
}

/** The name in an entity reference such as `component:default/orders`. */
function nameIn(ref: string): string {
  return ref.slice(Math.max(ref.lastIndexOf('/'), ref.lastIndexOf(':')) + 1);
}
