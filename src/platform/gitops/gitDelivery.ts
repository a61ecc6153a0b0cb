import { Emitter } from '../../base/events.js';
import type { Service } from '../../model/catalog.js';
import { systemClock, type Clock } from '../../model/clock.js';
import type { DeploymentRequest } from '../../model/delivery.js';
import { silentLog, type Log } from '../../model/log.js';
import type { CallOptions, Page, Platform, PlatformInfo, WatchEvent } from '../../model/platform.js';
import { Askpass, type AskpassOptions } from './askpass.js';
import { digestOf } from './changePlan.js';
import { Clones } from './clones.js';
import { Follower, politePace, type FollowerOptions } from './follower.js';
import type { Forges } from './forge.js';
import { Git } from './git.js';
import { prepare, type GitPlanner } from './gitPlan.js';
import { GitSender } from './gitSender.js';
import { sourceIn } from './gitTarget.js';
import { idOf, type Journal } from './journal.js';
import type { CodePorts } from './planCommits.js';
import { OwnOperations, watchEventsOf } from './ownOperations.js';
import { PastDeployments } from './pastDeployments.js';
import { withOthers } from './watching.js';

export interface GitDeliveryOptions {
  /** Of this user alone: holds clones, which can be made again, and what is known of changes on their way. */
  readonly folder: string;
  /** Forges by host, where the name does not tell which one it is. */
  readonly forges?: Forges;
  /** What a roll back restores: the images unless they are the same, or all files of the folder. */
  readonly rollback?: 'images' | 'folder';
  /** A person to ask for what their own git cannot answer. */
  readonly questions?: Omit<AskpassOptions, 'folder'>;
  /** A folder with the code of a service, in a clone of the person. */
  readonly codeIn?: CodePorts['codeIn'];
  /** A folder whose git configuration says who the person is to a repository, such as their own clone of it. */
  readonly identityFrom?: (repository: string) => Promise<string | undefined>;
  /** The git that is run; the one in the search path unless said. */
  readonly git?: () => Promise<string | undefined>;
  readonly env?: NodeJS.ProcessEnv;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly pace?: FollowerOptions['pace'];
}

/** Promotes and rolls back what an engine runs that follows Git: by a branch with the change, for a pull request. */
export function withGitDelivery(engine: Platform, options: GitDeliveryOptions): Platform {
  return new GitDelivery(engine, options).platform();
}

class GitDelivery {
  readonly #engine: Platform;
  readonly #askpass: Askpass | undefined;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #follower: Follower;
  readonly #operations: OwnOperations;
  readonly #past: PastDeployments;
  readonly #planner: GitPlanner;
  readonly #sender: GitSender;

  constructor(engine: Platform, options: GitDeliveryOptions) {
    const { folder, rollback = 'images', clock = systemClock, log = silentLog, pace = politePace } = options;
    this.#engine = engine;
    this.#askpass = options.questions && new Askpass({ ...options.questions, folder });
    const git = new Git(options.git, options.env, this.#askpass);
    this.#clock = clock;
    const clones = new Clones(folder, git, clock);
    const repositoryAt = clones.at;
    this.#journal = clones.journalOf(digestOf(engine.url).slice(0, 16));
    this.#follower = new Follower({ journal: this.#journal, engine, repositoryAt, clock, log, pace });
    this.#operations = new OwnOperations(engine, this.#follower, repositoryAt);
    this.#past = new PastDeployments(engine, repositoryAt);
    const code = { git, ...(options.codeIn && { codeIn: options.codeIn }) };
    this.#planner = { engine, repositoryAt, rollback, code };
    const { identityFrom, forges = {} } = options;
    this.#sender = new GitSender({
      planner: this.#planner,
      journal: this.#journal,
      follower: this.#follower,
      git,
      forges,
      clock,
      ...(identityFrom && { identityFrom }),
    });
  }

  platform(): Platform {
    const engine = this.#engine;
    const operations = this.#operations;
    const past = this.#past;
    const { overlay, places, deployments } = engine;
    return {
      ...engine,
      getInfo: async (call) => withGitKinds(await engine.getInfo(call)),
      listServices: async (query, call) => this.#withOperations(await engine.listServices(query, call)),
      getService: async (service, call) => {
        const { items } = await this.#withOperations({ items: [await engine.getService(service, call)] });
        return items[0] ?? engine.getService(service, call);
      },
      ...(overlay && {
        overlay: {
          bind: (entries) => overlay.bind(entries),
          environmentsOf: async (services, call) => {
            const found = await overlay.environmentsOf(services, call);
            const told = await operations.inPlaces();
            return new Map(
              [...found].map(([service, states]) => [service, states.map((state) => told(service, state))]),
            );
          },
        },
      }),
      ...(places && {
        places: {
          get: async (service, environment, call) =>
            (await operations.inPlaces())(service, await places.get(service, environment, call)),
          events: (...given) => places.events(...given),
        },
      }),
      ...(deployments && {
        deployments: {
          get: async (service, id, call) => {
            const whole = await deployments.get(service, id, call);
            const [known = whole] = await operations.explained(
              service,
              await past.told(service, [whole], call),
            );
            return known;
          },
          release: (...given) => deployments.release(...given),
        },
      }),
      listDeployments: async (service, query, call) => {
        const page = await engine.listDeployments(service, query, call);
        const items = await operations.explained(service, await past.told(service, page.items, call));
        return { ...page, items };
      },
      planDeployment: async (service, request, call) =>
        (await this.#isOurs(service, request, call))
          ? (await prepare(this.#planner, service, request, call ?? {})).plan
          : engine.planDeployment(service, request, call),
      createDeployment: async (service, request, call) =>
        (await this.#journal.get(idOf(call.idempotencyKey))) || (await this.#isOurs(service, request, call))
          ? this.#sender.send(service, request, call)
          : engine.createDeployment(service, request, call),
      getOperation: (id, call) => operations.get(id, call),
      operationEvents: (id, call) => operations.events(id, call),
      cancelOperation: (id, call) => operations.cancel(id, this.#clock.now(), call),
      operations: operations.part(),
      watch: (call = {}) => this.#watch(call),
      dispose: () => {
        this.#askpass?.dispose();
        engine.dispose();
      },
    };
  }

  /** What follows Git goes through Git; what the engine runs in another way is its own to refuse or do. */
  async #isOurs(
    service: string,
    { kind, environment }: DeploymentRequest,
    call?: CallOptions,
  ): Promise<boolean> {
    if (kind !== 'Promote' && kind !== 'Rollback') return false;
    return (await sourceIn(this.#engine, service, environment, call)) !== undefined;
  }

  async #withOperations(page: Page<Service>): Promise<Page<Service>> {
    const told = await this.#operations.inPlaces();
    const items = page.items.map((service) => {
      const { environments } = service;
      const name = service.namespace === undefined ? service.name : `${service.namespace}/${service.name}`;
      const isNamed = (state: Parameters<typeof told>[1]) => {
        const found = told(service.name, state);
        return found === state ? told(name, state) : found;
      };
      return environments ? { ...service, environments: environments.map(isNamed) } : service;
    });
    return { ...page, items };
  }

  async *#watch(
    call: CallOptions & { readonly after?: string; readonly opened?: () => void },
  ): AsyncGenerator<WatchEvent, void, undefined> {
    const ended = new AbortController();
    const events = new Emitter<readonly WatchEvent[]>();
    let last = call.after ?? '';
    const listening = this.#follower.onDidChange((change) => {
      events.fire(watchEventsOf(change).map((event) => ({ ...event, id: last })));
    });
    void this.#follower.tend(ended.signal);
    try {
      for await (const event of withOthers(this.#engine.watch(call), events.event)) {
        // Ours have the id of the engine's last, after which it can go on.
        last = event.id;
        yield event;
      }
    } finally {
      ended.abort();
      listening.dispose();
    }
  }
}

/** Says that Promote and Rollback are to be had; that the engine announces no kinds means all. */
function withGitKinds(info: PlatformInfo): PlatformInfo {
  const { deployments, operations } = info.capabilities;
  const isWritten = deployments !== undefined && deployments.level !== 'Read';
  const kinds =
    isWritten && !deployments.kinds
      ? undefined
      : [...(isWritten ? (deployments.kinds ?? []) : []), 'Promote', 'Rollback'];
  return {
    ...info,
    capabilities: {
      ...info.capabilities,
      operations: operations ?? { level: 'Stream' },
      deployments: {
        ...deployments,
        level: isWritten ? deployments.level : 'Write',
        dryRun: true,
        idempotency: true,
        ...(kinds && { kinds: [...new Set(kinds)] }),
      },
    },
  };
}
