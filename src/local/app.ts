import path from 'node:path';
import type { Actor } from '../model/actor.js';
import type { Environment } from '../model/catalog.js';
import type { Operation } from '../model/delivery.js';
import type { Log } from '../model/log.js';
import { environmentsIn, type CatalogSources } from './catalog/catalog.js';
import { SyncWatch } from './catalog/syncWatch.js';
import { Control } from './control.js';
import { ApprovalDesk } from './delivery/approvalDesk.js';
import { Delivery, type GateQuestion } from './delivery/delivery.js';
import { Exclusive } from './delivery/exclusive.js';
import { Launcher } from './delivery/launcher.js';
import { OperationTracker } from './delivery/operationTracker.js';
import { redeployAll } from './delivery/redeploy.js';
import type { GateFacts } from './guards/gates.js';
import { freezeWindows } from './guards/windows.js';
import { failOnPurpose, type Faults } from './http/faults.js';
import { sameSecret } from './http/guard.js';
import { WatchFeed } from './http/watchFeed.js';
import { asItself, scopes, type Caller } from './identity/caller.js';
import { callerOfToken } from './identity/identities.js';
import { localActor } from './identity/localActor.js';
import { Pipelines } from './pipelines/pipelines.js';
import { PolicyWatch } from './policy/policyWatch.js';
import { clearRemains } from './releases/clearRemains.js';
import { ReleaseDesk } from './releases/releaseDesk.js';
import { Resources } from './resources/resources.js';
import { Runs } from './runs/runs.js';
import { baseEnvironment, type EnvironmentVariables } from './runtime/childEnvironment.js';
import { findContainerEngine, removeContainers } from './runtime/containerEngine.js';
import { Gateway } from './runtime/gateway.js';
import { GroupRegistry } from './runtime/groupRegistry.js';
import { Runtime, type Place } from './runtime/runtime.js';
import { scorecardsIn } from './scorecards/scorecards.js';
import { serviceScorecard } from './scorecards/serviceScorecard.js';
import { Secrets } from './secrets/secrets.js';
import { SecretVault } from './secrets/secretVault.js';
import { findService } from './store/changes.js';
import type { PreviewRecord } from './store/state.js';
import { Store } from './store/store.js';
import { templatesIn, type TemplateVersions } from './templates/lineage.js';

export interface AppOptions {
  readonly dataDir: string;
  /** File that lists the running process groups. */
  readonly groupsFile: string;
  /** Our own environment; children see the allow-listed part. */
  readonly env: EnvironmentVariables;
  readonly log: Log;
  /** How it misbehaves on purpose now. */
  readonly faults?: () => Faults | undefined;
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
  readonly secrets: Secrets;
  readonly policies: PolicyWatch;
  readonly releases: ReleaseDesk;
  /** Who acts on this machine. */
  readonly actor: Actor;
  readonly sync = new SyncWatch();
  readonly feed = new WatchFeed();
  readonly #gateway = new Gateway();
  readonly #dataDir: string;
  readonly #launcher: Launcher;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #tick: Promise<void> = Promise.resolve();
  #ticking = false;
  #gallery: readonly TemplateVersions[] = [];

  constructor({ dataDir, groupsFile, env, log, faults }: AppOptions) {
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
    const vault = new SecretVault(path.join(dataDir, 'secrets.json'), log);
    this.secrets = new Secrets(vault, this.store, this.runtime);
    this.#launcher = new Launcher(this.store, this.runtime, this.resources, this.secrets);
    const { store, runtime, tracker } = this;
    this.control = new Control({ dataDir, store, runtime, log });
    const { access, book } = this.control;
    this.policies = new PolicyWatch(store, book, this.feed);
    this.releases = new ReleaseDesk({ dataDir, store, feed: this.feed, policies: this.policies });
    const builds = new Exclusive();
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
      gateFacts: (place, release, question) => this.#gateFacts(place, release, question),
      exclusive: (key, work) => builds.run(key, work),
      drill: () => {
        const now = faults?.();
        if (now) failOnPurpose(now);
      },
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
      if (operation.done) this.control.noteEnd(operation);
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

  /** Takes an ephemeral environment into the list of environments. */
  setPreview(preview: PreviewRecord): void {
    this.store.update((state) => ({ ...state, previews: [...state.previews, preview] }));
    this.store.flush();
    this.feed.publish('platform.environment.changed', preview.environment.name);
  }

  /** Forgets an ephemeral environment and what was deployed in it. */
  endPreview(name: string): void {
    this.secrets.vault.forget(name);
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
    await this.policies.refresh();
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
    this.store.close();
  }

  /** Looks at everything once; a look that takes long is not overtaken by the next. */
  #watch(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    const now = Date.now();
    this.#tick = this.policies
      .refresh()
      .then(() => this.approvals.review(now))
      .then(() => this.control.tick(now))
      .catch((error: unknown) => this.#log.error('A look at what runs failed.', error))
      .finally(() => (this.#ticking = false));
  }

  async #gateFacts(place: Place, release: string, question: GateQuestion): Promise<GateFacts> {
    const record = findService(this.store.state, place.service);
    const definition = scorecardsIn(this.control.book.documents).find(
      ({ name }) => name === question.scorecard,
    );
    const result =
      record && definition && (await serviceScorecard(record, definition, this.sourcesFor(asItself)));
    const reached = result && {
      levels: result.levels ?? [],
      ...(result.level !== undefined && { level: result.level }),
    };
    return this.control.gateFacts(place, release, question.from, reached);
  }
}

/** How often everything is looked at. */
const tickMs = 1_000;
