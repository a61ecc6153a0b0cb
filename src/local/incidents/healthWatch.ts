import { durationSeconds } from '../../language/schedule/duration.js';
import { at } from '../manifest/json.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import { findService } from '../store/changes.js';
import type { Store } from '../store/store.js';
import type { Incidents } from './incidents.js';

/** Annotation of a Service: how long it is bad before an incident opens, and good again before that is resolved. */
const afterAnnotation = 'goldenpath.dev/incident-after';
const standardAfterSeconds = 30;

interface Since {
  readonly health: string;
  readonly at: number;
}

/** Opens an incident when a service stays Degraded, and resolves it when it stays Healthy. */
export class HealthWatch {
  readonly #store: Store;
  readonly #runtime: Runtime;
  readonly #incidents: Incidents;
  readonly #since = new Map<string, Since>();

  constructor(store: Store, runtime: Runtime, incidents: Incidents) {
    this.#store = store;
    this.#runtime = runtime;
    this.#incidents = incidents;
  }

  /** Looks at everything that is deployed; call it every second. `now` in ms since 1970. */
  tick(now: number): void {
    const deployed = this.#store.state.deployments.filter(({ state }) => state === 'Deployed');
    for (const { service, environment } of deployed) this.#look({ service, environment }, now);
  }

  #look(place: Place, now: number): void {
    const key = `${place.service}/${place.environment}`;
    const { health = 'Unknown', message } = this.#runtime.report(place) ?? {};
    const before = this.#since.get(key);
    // A restart between two failures is no recovery: only Healthy ends a bad time.
    const isSame = before?.health === health || (before?.health === 'Degraded' && health === 'Progressing');
    const since = before && isSame ? before : { health, at: now };
    this.#since.set(key, since);
    const open = this.#incidents.open(place.service, place.environment);
    if (now - since.at < this.#afterMs(place)) return;
    if (since.health === 'Degraded' && open.length === 0) this.#incidents.openByPlatform(place, message);
    if (since.health === 'Healthy' && open.length > 0) this.#incidents.resolveByPlatform(place);
  }

  #afterMs({ service }: Place): number {
    const record = findService(this.#store.state, service);
    const annotation = at(record?.manifest, 'metadata', 'annotations', afterAnnotation);
    return (durationSeconds(annotation) ?? standardAfterSeconds) * 1_000;
  }
}
