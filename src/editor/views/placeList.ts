import type { RuntimeComponent, ServiceEnvironment } from '../../model/catalog.js';
import type { Deployment } from '../../model/delivery.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { Platform } from '../../model/platform.js';
import type { Resource } from '../../model/resource.js';
import { sentenceOf } from '../commands/fault.js';

/** Things shown of one place; what comes after them is the platform's page to tell. */
const most = 10;
/** What was read is shown again for so long, ms, unless the picture tells that it changed. */
const freshMs = 60_000;

/** A service in an environment of a platform. */
export interface Place {
  readonly platform: Platform;
  readonly live: LiveSnapshot;
  readonly service: string;
  readonly environment: string;
}

/** What was read, or why nothing could be. */
export type Listed<T> = { readonly items: readonly T[] } | { readonly fault: string };

interface Kept<T> {
  readonly stamp: string;
  readonly until: number;
  readonly reading: Promise<Listed<T>>;
  listed?: Listed<T>;
}

/** A list of a place that is too long for the live picture: read when somebody unfolds it, and again when it changed. */
export class PlaceList<T extends { readonly id: string }> {
  readonly #kept = new WeakMap<Platform, Map<string, Kept<T>>>();
  readonly #readItems: (place: Place) => Promise<readonly T[]>;
  readonly #stamp: (place: Place) => string;
  readonly #now: () => number;

  /** `stamp` differs when the picture tells that the list may be another. */
  constructor(
    readItems: (place: Place) => Promise<readonly T[]>,
    stamp: (place: Place) => string = stampOf,
    now: () => number = Date.now,
  ) {
    this.#readItems = readItems;
    this.#stamp = stamp;
    this.#now = now;
  }

  /** Never rejects: a fault is a sentence. */
  async read(place: Place): Promise<Listed<T>> {
    const lists = this.#of(place.platform);
    const stamp = this.#stamp(place);
    const known = lists.get(keyOf(place));
    if (known?.stamp === stamp && this.#now() < known.until) return known.reading;
    const reading = this.#readItems(place).then(
      (items): Listed<T> => ({ items }),
      (error: unknown): Listed<T> => ({ fault: sentenceOf(error) }),
    );
    const kept: Kept<T> = { stamp, until: this.#now() + freshMs, reading };
    lists.set(keyOf(place), kept);
    kept.listed = await reading;
    // It is asked for again when somebody looks again.
    if ('fault' in kept.listed) lists.delete(keyOf(place));
    return kept.listed;
  }

  /** What was read last. */
  known(place: Place): readonly T[] {
    const listed = this.#of(place.platform).get(keyOf(place))?.listed;
    return listed && 'items' in listed ? listed.items : [];
  }

  /** One thing of it. */
  find(place: Place, id: string): T | undefined {
    return this.known(place).find((item) => item.id === id);
  }

  #of(platform: Platform): Map<string, Kept<T>> {
    const lists = this.#kept.get(platform) ?? new Map<string, Kept<T>>();
    this.#kept.set(platform, lists);
    return lists;
  }
}

/** The last deployments to a place, the newest first. */
export function pastDeployments(): PlaceList<Deployment> {
  return new PlaceList(async ({ platform, service, environment }) => {
    const { items } = await platform.listDeployments(service, { environment, pageSize: most });
    return items;
  });
}

/** What was provisioned for a service in an environment. */
export function placeResources(): PlaceList<Resource> {
  return new PlaceList(async ({ platform, service, environment }) => {
    const page = await platform.resources?.list({ service, environment, pageSize: most });
    return page?.items ?? [];
  });
}

/** What a service is made of in an environment. */
export function placeComponents(): PlaceList<RuntimeComponent> {
  return new PlaceList(
    async ({ platform, service, environment }) => {
      const state = await platform.places?.get(service, environment);
      return state?.components ?? [];
    },
    // Pods come and go with the health and the number of what is ready.
    (place) => {
      const { health, message, replicas, sync } = stateAt(place) ?? {};
      return JSON.stringify([stampOf(place), health, message, replicas, sync]);
    },
  );
}

function stateAt({ live, service, environment }: Place): ServiceEnvironment | undefined {
  return live.services.get(service)?.environments?.find((each) => each.environment === environment);
}

function keyOf({ service, environment }: Place): string {
  return `${encodeURIComponent(service)} ${encodeURIComponent(environment)}`;
}

/** Differs when the picture tells that something was deployed, provisioned or given back there. */
function stampOf(place: Place): string {
  const { live, service, environment } = place;
  const state = stateAt(place);
  const there = [...live.operations.values()].filter(
    (each) => each.service === service && each.environment === environment,
  );
  return [state?.current?.id, ...there.map(({ id, state: word }) => `${id}=${word}`)].join(' ');
}
