import { setMaxListeners } from 'node:events';
import { abortReason, onAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import type { Clock } from '../../model/clock.js';
import type { CatalogEntry, EnvironmentRules } from '../../model/engine.js';
import type { Log } from '../../model/log.js';
import type { WatchEvent } from '../../model/platform.js';
import { Binding } from './binding.js';
import type { Cluster } from './cluster.js';
import { Mirror } from './mirror.js';
import { workloadKinds, type Kind, type KubeObject } from './objects.js';
import { Queue } from './queue.js';
import { Picture, type Seen, type Workload } from './picture.js';

export interface WorldOptions {
  readonly clusters: readonly Cluster[];
  readonly rules: EnvironmentRules;
  readonly clock: Clock;
  readonly log: Log;
}

/** All clusters of a platform: what they run, as one picture, and what changes. Rejects with `PlatformError`. */
export class World {
  readonly clusters: readonly Cluster[];
  readonly #rules: EnvironmentRules;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #binding = new Binding();
  readonly #mirrors = new Map<Cluster, Promise<readonly Mirror[]>>();
  readonly #listeners = new Set<(events: readonly WatchEvent[]) => void>();
  #picture: Picture | undefined;
  #count = 0;

  constructor({ clusters, rules, clock, log }: WorldOptions) {
    this.clusters = clusters;
    this.#rules = rules;
    this.#clock = clock;
    this.#log = log;
  }

  bind(entries: readonly CatalogEntry[]): void {
    this.#binding.bind(entries);
    this.#picture = undefined;
  }

  /** What runs now. One cluster that does not answer leaves out what it runs, as long as another answers. */
  async picture(call?: CallOptions): Promise<Picture> {
    const read = await Promise.allSettled(this.clusters.map((cluster) => this.#read(cluster, call)));
    const failures = read.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (failures.length > 0 && failures.length === read.length) throw failures[0];
    for (const failure of failures) this.#log.warn(`kubernetes: ${String(failure)}`);
    const mirrors = read.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    const answering = this.clusters.filter((_, index) => read[index]?.status === 'fulfilled');
    return (this.#picture ??= new Picture(mirrors.flatMap(seenIn), this.#binding, this.#rules, answering));
  }

  /** Something was changed from here: whoever looks next sees it. */
  async expire(): Promise<void> {
    for (const mirrors of await Promise.all(this.#mirrors.values())) {
      for (const mirror of mirrors) mirror.expire();
    }
  }

  /** Rejects with `not-found` where the service does not run. */
  async workloads(service: string, environment: string, call?: CallOptions): Promise<readonly Workload[]> {
    const found = (await this.picture(call)).workloads(service, environment);
    if (found.length > 0) return found;
    throw refusal('not-found', t('{0} runs in no namespace of {1}.', service, environment));
  }

  /** Which services change, until the signal aborts; rejects when a cluster is lost. Followed only meanwhile. */
  async *watch({
    signal,
    opened,
  }: {
    readonly signal?: AbortSignal;
    readonly opened?: () => void;
  }): AsyncGenerator<WatchEvent> {
    const mirrors = (await Promise.all(this.clusters.map((cluster) => this.#mirrorsOf(cluster)))).flat();
    const end = new AbortController();
    setMaxListeners(0, end.signal);
    const leaving = signal && onAbort(signal, () => end.abort(abortReason(signal)));
    const queue = new Queue<WatchEvent>();
    const listener = (events: readonly WatchEvent[]): void => queue.push(...events);
    let opening = mirrors.length;
    const open = (): void => {
      if (--opening > 0) return;
      // What the first lists bring is no change: whoever watches reads it now.
      this.#listeners.add(listener);
      opened?.();
    };
    for (const mirror of mirrors) {
      mirror.follow(end.signal, open).catch((error: unknown) => queue.fail(error));
    }
    const aborting = onAbort(end.signal, () => queue.fail(abortReason(end.signal)));
    try {
      for (;;) yield* await queue.next();
    } finally {
      this.#listeners.delete(listener);
      aborting.dispose();
      leaving?.dispose();
      end.abort();
    }
  }

  async #read(cluster: Cluster, call?: CallOptions): Promise<readonly Mirror[]> {
    const mirrors = await this.#mirrorsOf(cluster);
    await Promise.all(mirrors.map((mirror) => mirror.read(call)));
    const workloads = mirrors.filter(({ kind }) => workloadKinds.includes(kind));
    const refusals = workloads.map((mirror) => mirror.refusal);
    if (refusals.every((refused) => refused !== undefined) && refusals[0]) throw refusals[0];
    return mirrors;
  }

  #mirrorsOf(cluster: Cluster): Promise<readonly Mirror[]> {
    const known = this.#mirrors.get(cluster) ?? this.#makeMirrors(cluster);
    this.#mirrors.set(cluster, known);
    known.catch(() => this.#mirrors.delete(cluster));
    return known;
  }

  async #makeMirrors(cluster: Cluster): Promise<readonly Mirror[]> {
    const { kinds, namespaces } = await cluster.scope();
    const changed = (kind: Kind, before?: KubeObject, after?: KubeObject): void =>
      this.#changed(cluster, kind, before, after);
    return namespaces.flatMap((namespace) =>
      kinds.map((kind) => new Mirror(cluster, kind, namespace, { changed, clock: this.#clock })),
    );
  }

  /** What was there before may have belonged to another service than what is there now. */
  #changed(
    cluster: Cluster,
    kind: Kind,
    before: KubeObject | undefined,
    after: KubeObject | undefined,
  ): void {
    const picture = this.#picture;
    this.#picture = undefined;
    if (this.#listeners.size === 0) return;
    const seen = [before, after].flatMap((object) => (object ? [{ cluster, kind, object }] : []));
    const events = eventsOf(seen, picture, this.#binding).map((event) => ({
      id: String(++this.#count),
      ...event,
    }));
    for (const listener of this.#listeners) listener(events);
  }
}

type Told = Omit<WatchEvent, 'id'>;

/** Which services are to be looked at again because an object came, went or changed. */
function eventsOf(seen: readonly Seen[], picture: Picture | undefined, binding: Binding): readonly Told[] {
  const [one] = seen;
  if (!one) return [];
  const { kind } = one.kind;
  if (kind === 'Namespace') {
    const [before, after] = seen.map(({ object }) => JSON.stringify(object.metadata.labels ?? {}));
    return before === after ? [] : [{ type: 'platform.catalog.reset' }];
  }
  const isFlux = kind === 'Kustomization' || kind === 'HelmRelease';
  const names = seen.flatMap((each) => {
    if (isFlux) return picture?.servicesOf(each) ?? [];
    const name = binding.serviceOf(each.object, each.cluster.options);
    const qualified = `${each.object.metadata.namespace ?? ''}/${name}`;
    return picture?.workloads(qualified).length ? [qualified] : [name];
  });
  const services = [...new Set(names)].map((subject): Told => ({
    type: 'platform.service.changed',
    subject,
  }));
  // With the first or the last of its workloads an environment comes or goes.
  return isFlux || seen.length > 1 ? services : [...services, { type: 'platform.environment.changed' }];
}

function seenIn(mirror: Mirror): readonly Seen[] {
  return [...mirror.objects].map((object) => ({ cluster: mirror.cluster, kind: mirror.kind, object }));
}
