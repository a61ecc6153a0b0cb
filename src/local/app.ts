import os from 'node:os';
import path from 'node:path';
import { t } from '../base/l10n.js';
import type { Actor } from '../model/actor.js';
import type { Operation, Release, ReleaseRequest } from '../model/delivery.js';
import type { Log } from '../model/log.js';
import { environmentsIn, type CatalogSources } from './catalog/catalog.js';
import { SyncWatch } from './catalog/syncWatch.js';
import { wireRelease } from './catalog/wire.js';
import { Delivery } from './delivery/delivery.js';
import { Launcher } from './delivery/launcher.js';
import { refusal } from './delivery/refusal.js';
import { OperationTracker } from './delivery/operationTracker.js';
import { redeployAll } from './delivery/redeploy.js';
import { WatchFeed } from './http/watchFeed.js';
import { readEnvironments } from './manifest/environments.js';
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
import { Runtime } from './runtime/runtime.js';
import { withIdempotency, withRelease, withService } from './store/changes.js';
import type { PreviewRecord } from './store/state.js';
import { Store } from './store/store.js';

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
    this.runs = new Runs(this.store, this.tracker, this.actor, log);
    this.#launcher = new Launcher(this.store, this.runtime, this.resources);
    this.delivery = new Delivery({
      dataDir,
      env: childEnv,
      runtime: this.runtime,
      launcher: this.#launcher,
      tracker: this.tracker,
      pipelines: this.pipelines,
      store: this.store,
      log,
      actor: this.actor,
      environments: () => environmentsIn(this.store.state),
      exclusive: (key, work) => this.#exclusive(key, work),
    });
    this.runtime.onDidChange(({ service }) => this.feed.publish('platform.service.changed', service));
    this.sync.onDidChange(({ service }) => this.feed.publish('platform.service.changed', service));
    this.tracker.onDidChange((operation) => {
      this.feed.publish('platform.operation.changed', operation.id);
      if (operation.service !== undefined) this.feed.publish('platform.service.changed', operation.service);
    });
  }

  get sources(): CatalogSources {
    const { runtime, delivery, sync } = this;
    return { state: this.store.state, runtime, delivery, sync };
  }

  /**
   * Makes a release, and the service if it is new. The same key and request give the same release again. Throws
   * `UserError` when the source cannot be captured.
   */
  async createRelease(request: ReleaseRequest, key: string): Promise<Release> {
    const digest = sha256(canonical(request));
    const repeated = this.store.state.idempotency.find((record) => record.key === key);
    if (repeated && repeated.digest !== digest) {
      throw refusal('idempotency-key-reused', t('This Idempotency-Key was used for another request.'));
    }
    const made = this.store.state.releases.find(({ id }) => id === repeated?.result);
    if (made) return wireRelease(made, this.store.state);
    const now = new Date().toISOString();
    const { release, service, top } = await createRelease(this.#dataDir, request, this.actor, now);
    const known = this.store.state.releases.find(({ id }) => id === release.id);
    this.store.update((state) => withService(known ? state : withRelease(state, release), service));
    if (service.folder !== undefined && top !== undefined) await this.#takeEnvironments(service.folder, top);
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
  cancel(operation: string): Operation {
    return this.runs.cancel(operation) ? this.tracker.get(operation) : this.delivery.cancel(operation);
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
    await Promise.all([this.delivery.stop(), this.runs.stop()]);
    await this.runtime.stopAll();
    await this.resources.stopAll();
    await this.#gateway.close();
    this.store.flush();
  }

  async #takeEnvironments(folder: string, top: string): Promise<void> {
    const found = await readEnvironments(folder, top);
    if (found.length === 0) return;
    const before = this.store.state.environments;
    const names = new Set(found.map(({ name }) => name));
    const environments = [...found, ...before.filter(({ name }) => !names.has(name))];
    if (JSON.stringify(environments) === JSON.stringify(before)) return;
    this.store.update((state) => ({ ...state, environments }));
    for (const name of names) this.feed.publish('platform.environment.changed', name);
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

function localActor(): Actor {
  const name = userName();
  return { id: `user:default/${name}`, displayName: name, type: 'user' };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
}
