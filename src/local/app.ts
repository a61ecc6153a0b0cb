import path from 'node:path';
import { t } from '../base/l10n.js';
import type { Actor } from '../model/actor.js';
import type { Environment } from '../model/catalog.js';
import type { Operation, Release, ReleaseRequest } from '../model/delivery.js';
import type { ScorecardDefinition } from '../model/offer.js';
import type { Log } from '../model/log.js';
import { environmentsIn, serviceOf, type CatalogSources } from './catalog/catalog.js';
import { SyncWatch } from './catalog/syncWatch.js';
import { wireRelease } from './catalog/wire.js';
import { Control } from './control.js';
import { ApprovalDesk } from './delivery/approvalDesk.js';
import { Delivery } from './delivery/delivery.js';
import { Launcher } from './delivery/launcher.js';
import { refusal } from './delivery/refusal.js';
import { OperationTracker } from './delivery/operationTracker.js';
import { redeployAll } from './delivery/redeploy.js';
import { closureAt } from './guards/freeze.js';
import type { GateFacts } from './guards/gates.js';
import { freezeWindows } from './guards/windows.js';
import { sameSecret } from './http/guard.js';
import { WatchFeed } from './http/watchFeed.js';
import { localActor } from './identity/localActor.js';
import { asItself, platformActor, scopes, type Caller } from './identity/caller.js';
import { callerOfToken } from './identity/identities.js';
import { isOnCallKnown } from './incidents/onCall.js';
import { canonical } from './manifest/json.js';
import { sha256 } from './releases/contentDigest.js';
import { createRelease } from './releases/createRelease.js';
import { clearRemains } from './releases/clearRemains.js';
import { releasesToDrop, removeReleases, withoutReleases } from './releases/prune.js';
import { Pipelines } from './pipelines/pipelines.js';
import { Runs } from './runs/runs.js';
import { Resources } from './resources/resources.js';
import { baseEnvironment, type EnvironmentVariables } from './runtime/childEnvironment.js';
import { findContainerEngine, removeContainers } from './runtime/containerEngine.js';
import { Gateway } from './runtime/gateway.js';
import { GroupRegistry } from './runtime/groupRegistry.js';
import { Runtime, type Place } from './runtime/runtime.js';
import { platformChecks } from './scorecards/platformChecks.js';
import { evaluateScorecard, scorecardsIn, type ScorecardResult } from './scorecards/scorecards.js';
import { withIdempotency, withRelease, withService } from './store/changes.js';
import type { PreviewRecord, ServiceRecord } from './store/state.js';
import { Store } from './store/store.js';
import { templatesIn, type TemplateVersions } from './templates/lineage.js';

export interface AppOptions {
  readonly dataDir: string;
  /** File that lists the running process groups. */
  readonly groupsFile: string;
  /** Our own environment; children see the allow-listed part. */
  readonly env: EnvironmentVariables;
  readonly log: Log;
}

/** The local platform without its API and its life: state, processes, deliveries, and what changed. */
export class App {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly resources: Resources;
  readonly tracker: OperationTracker;
  readonly delivery: Delivery;
  readonly control: Control;
  readonly approvals: ApprovalDesk;
  readonly runs: Runs;
  readonly pipelines: Pipelines;
  /** Who acts on this machine. */
  readonly actor: Actor;
  readonly sync = new SyncWatch();
  readonly feed = new WatchFeed();
  readonly #gateway = new Gateway();
  readonly #dataDir: string;
  readonly #launcher: Launcher;
  readonly #log: Log;
  readonly #builds = new Map<string, Promise<unknown>>();
  readonly #environments = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #tick: Promise<void> = Promise.resolve();
  #ticking = false;
  #gallery: readonly TemplateVersions[] = [];

  constructor({ dataDir, groupsFile, env, log }: AppOptions) {
    this.#dataDir = dataDir;
    this.#log = log;
    const childEnv = baseEnvironment(env);
    this.actor = localActor();
    this.store = new Store(path.join(dataDir, 'state.json'), log);
    const registry = new GroupRegistry(groupsFile);
    this.runtime = new Runtime({
      dataDir,
      env: childEnv,
      registry,
      gateway: this.#gateway,
      log,
      findEngine: () => findContainerEngine(env),
    });
    this.resources = new Resources({ dataDir, store: this.store, registry, env: childEnv, log });
    this.tracker = new OperationTracker(this.store);
    this.pipelines = new Pipelines(this.store);
    this.runs = new Runs(this.store, this.tracker, log);
    this.#launcher = new Launcher(this.store, this.runtime, this.resources);
    const { store, runtime, tracker } = this;
    this.control = new Control({ dataDir, store, runtime, log });
    const { access, book } = this.control;
    const environments = (): readonly Environment[] => environmentsIn(store.state);
    this.delivery = new Delivery({
      dataDir,
      env: childEnv,
      runtime: this.runtime,
      launcher: this.#launcher,
      tracker: this.tracker,
      pipelines: this.pipelines,
      store: this.store,
      log,
      access,
      book,
      environments,
      gateFacts: (place, release, { from, scorecard }) => this.#gateFacts(place, release, from, scorecard),
      exclusive: (key, work) => this.#exclusive(key, work),
    });
    const { delivery } = this;
    this.approvals = new ApprovalDesk({ store, tracker, delivery, access, book, environments });
    this.control.incidents.onDidChange(({ id, service }) => {
      this.feed.publish('platform.incident.changed', id);
      if (service !== undefined) this.feed.publish('platform.service.changed', service);
    });
    this.runtime.onDidChange(({ service }) => this.feed.publish('platform.service.changed', service));
    this.sync.onDidChange(({ service }) => this.feed.publish('platform.service.changed', service));
    this.tracker.onDidChange((operation) => {
      this.feed.publish('platform.operation.changed', operation.id);
      if (operation.service !== undefined) this.feed.publish('platform.service.changed', operation.service);
      if (operation.done) this.#noteEnd(operation);
    });
  }

  /** What the catalogue shows to a caller. */
  sourcesFor(caller: Caller): CatalogSources {
    const { runtime, delivery, sync, control } = this;
    const { documents } = control.book;
    return {
      state: this.store.state,
      runtime,
      delivery,
      sync,
      control,
      caller,
      windows: freezeWindows(documents),
      templates: [...templatesIn(documents), ...this.#gallery],
    };
  }

  /** The templates that are shipped; those of `.platform/` of the same name win. */
  takeGallery(gallery: readonly { readonly name: string; readonly version: string }[]): void {
    this.#gallery = gallery.map(({ name, version }) => ({ name, version, changelog: [] }));
  }

  /** Who a token belongs to: the one that runs the platform, or another identity of the data folder. */
  identify(token: string, ownToken: string): Caller | undefined {
    if (sameSecret(token, ownToken)) return { actor: this.actor, groups: [], scopes };
    return callerOfToken(this.#dataDir, token);
  }

  /**
   * Makes a release, and the service if it is new. The same key and request give the same release again. Throws
   * `UserError` when the source cannot be captured.
   */
  async createRelease(request: ReleaseRequest, key: string, { actor }: Caller): Promise<Release> {
    const digest = sha256(canonical({ request, by: actor.id }));
    const repeated = this.store.state.idempotency.find((record) => record.key === key);
    if (repeated && repeated.digest !== digest) {
      throw refusal('idempotency-key-reused', t('This Idempotency-Key was used for another request.'));
    }
    const made = this.store.state.releases.find(({ id }) => id === repeated?.result);
    if (made) return wireRelease(made, this.store.state);
    const now = new Date().toISOString();
    const { release, service, top } = await createRelease(this.#dataDir, request, actor, now);
    const known = this.store.state.releases.find(({ id }) => id === release.id);
    this.store.update((state) => withService(known ? state : withRelease(state, release), service));
    if (service.folder !== undefined && top !== undefined) await this.#takePolicies(service.folder, top);
    const used = { key, digest, result: release.id };
    this.store.update((state) => withIdempotency(state, used, Date.now()));
    const dropped = releasesToDrop(this.store.state);
    this.store.update((state) => withoutReleases(state, dropped));
    this.store.flush();
    await removeReleases(this.#dataDir, dropped);
    this.feed.publish('platform.service.changed', service.name);
    return wireRelease(known ?? release, this.store.state);
  }

  /** A release for a preview: the service stays described by its own last release. */
  async createPreviewRelease(request: ReleaseRequest): Promise<Release> {
    const { release } = await createRelease(this.#dataDir, request, this.actor, new Date().toISOString());
    const known = this.store.state.releases.find(({ id }) => id === release.id);
    if (!known) this.store.update((state) => withRelease(state, release));
    this.store.flush();
    return wireRelease(known ?? release, this.store.state);
  }

  /** Takes an ephemeral environment into the list of environments. */
  setPreview(preview: PreviewRecord): void {
    this.store.update((state) => ({ ...state, previews: [...state.previews, preview] }));
    this.store.flush();
    this.feed.publish('platform.environment.changed', preview.environment.name);
  }

  /** Forgets an ephemeral environment and what was deployed in it. */
  endPreview(name: string): void {
    this.store.update((state) => ({
      ...state,
      previews: state.previews.filter(({ environment }) => environment.name !== name),
      deployments: state.deployments.map((item) =>
        item.environment === name && item.state === 'Deployed' ? { ...item, state: 'Superseded' } : item,
      ),
    }));
    this.store.flush();
    this.feed.publish('platform.environment.changed', name);
  }

  /** Asks a running operation to stop; what ran before stays. */
  cancel(operation: string, caller: Caller): Operation {
    return this.runs.cancel(operation)
      ? this.tracker.get(operation)
      : this.delivery.cancel(operation, caller);
  }

  /** Starts again what was deployed when the platform last ended. */
  async resume(): Promise<void> {
    await this.#gateway.start(this.store.state.gatewayPort);
    this.store.update((state) => ({ ...state, gatewayPort: this.#gateway.port }));
    await clearRemains(this.#dataDir);
    // A container outlives its engine's program when that was killed.
    await removeContainers(await this.runtime.engine(), { label: this.runtime.label });
    this.pipelines.closeInterrupted();
    await this.resources.resume();
    await redeployAll({
      dataDir: this.#dataDir,
      store: this.store,
      runtime: this.runtime,
      launcher: this.#launcher,
      log: this.#log,
    });
    await this.refreshPolicies();
    this.#timer = setInterval(() => this.#watch(), tickMs);
  }

  /** Compares the working folders of what is deployed with what runs; changes come through the feed. */
  checkSync(): void {
    const { state } = this.store;
    const deployed = new Set(
      state.deployments.filter((item) => item.state === 'Deployed').map((item) => item.releaseId),
    );
    for (const release of state.releases) if (deployed.has(release.id)) this.sync.of(release);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#tick;
    this.control.stop();
    await Promise.all([this.delivery.stop(), this.runs.stop()]);
    await this.runtime.stopAll();
    await this.resources.stopAll();
    await this.#gateway.close();
    this.store.flush();
  }

  /** Looks at everything once; a look that takes long is not overtaken by the next. */
  #watch(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    const now = Date.now();
    this.#tick = this.refreshPolicies()
      .then(() => this.approvals.review(now))
      .then(() => this.control.tick(now))
      .catch((error: unknown) => this.#log.error('A look at what runs failed.', error))
      .finally(() => (this.#ticking = false));
  }

  async #gateFacts(
    place: Place,
    release: string,
    from: string | undefined,
    scorecard: string | undefined,
  ): Promise<GateFacts> {
    const record = this.store.state.services.find(({ name }) => name === place.service);
    const definition = scorecardsIn(this.control.book.documents).find(({ name }) => name === scorecard);
    const result = record && definition && (await this.scorecard(record, definition));
    const reached = result && {
      levels: result.levels ?? [],
      ...(result.level !== undefined && { level: result.level }),
    };
    return this.control.gateFacts(place, release, from, reached);
  }

  /** A scorecard's result for a service; `undefined` when it is not about it. */
  async scorecard(
    record: ServiceRecord,
    definition: ScorecardDefinition,
  ): Promise<ScorecardResult | undefined> {
    const now = Date.now();
    const service = serviceOf(record, this.sourcesFor(asItself));
    const { state } = this.store;
    const finished = state.deployments.filter(
      (item) => item.service === record.name && (item.state === 'Deployed' || item.state === 'Superseded'),
    );
    const last = finished.at(-1)?.finishedAt;
    const production = environmentsIn(state).filter((environment) => environment.production);
    const check = platformChecks({
      service,
      production: production.map(({ name }) => name),
      slos: production.flatMap(({ name }) =>
        this.control.slosAt({ service: record.name, environment: name }, record),
      ),
      openIncidents: this.control.incidents.open(record.name).length,
      isOnCallKnown: isOnCallKnown(service.owner, this.control.book.documents),
      lastDeployedAt: last === undefined ? undefined : Date.parse(last),
      now,
    });
    return evaluateScorecard(definition, record.manifest, check, now);
  }

  /** How an operation ended, in the audit log and among the events of its place. */
  #noteEnd({ id, kind, service, environment, state, message, createdBy, title }: Operation): void {
    this.control.audit.add({
      actor: createdBy ?? platformActor,
      action: `${kind}.${state}`,
      outcome: state === 'Succeeded' ? 'Success' : 'Failure',
      operation: id,
      ...(service !== undefined && { service }),
      ...(environment !== undefined && { environment }),
      ...(message !== undefined && { details: { message } }),
    });
    if (service === undefined || environment === undefined) return;
    const type = state === 'Succeeded' ? 'Normal' : 'Warning';
    const text = [title, message].filter(Boolean).join(': ');
    this.control.events.add({ service, environment }, { type, reason: `${kind}${state}`, message: text });
  }

  async #takePolicies(folder: string, top: string): Promise<void> {
    const before = environmentsIn(this.store.state);
    await this.control.book.add(folder, top);
    const after = environmentsIn(this.store.state);
    const known = new Map(before.map((environment) => [environment.name, JSON.stringify(environment)]));
    for (const environment of after) {
      if (known.get(environment.name) === JSON.stringify(environment)) continue;
      this.feed.publish('platform.environment.changed', environment.name);
    }
  }

  /** Reads the policies again, and tells who listens when an environment is another, or opens or closes. */
  async refreshPolicies(): Promise<void> {
    await this.control.book.refresh();
    const now = Date.now();
    const windows = freezeWindows(this.control.book.documents);
    for (const environment of environmentsIn(this.store.state)) {
      const { name } = environment;
      const closed = closureAt(windows, { environment: name, action: 'Deploy' }, now) !== undefined;
      const said = JSON.stringify({ environment, closed });
      const before = this.#environments.get(name);
      this.#environments.set(name, said);
      if (before !== undefined && before !== said) this.feed.publish('platform.environment.changed', name);
    }
  }

  async #exclusive<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#builds.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#builds.set(key, settled);
    await settled;
    if (this.#builds.get(key) === settled) this.#builds.delete(key);
    return mine;
  }
}

/** How often everything is looked at. */
const tickMs = 1_000;
