import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions, Page } from '../../model/call.js';
import type { Deployment, Operation, OperationEvent } from '../../model/delivery.js';
import type { OperationPart, OperationQuery } from '../../model/parts.js';
import type { Platform, WatchEvent } from '../../model/platform.js';
import type { Permission, ServiceEnvironment } from '../../model/catalog.js';
import { callOff } from './callOff.js';
import type { ConfigRepository } from './configRepository.js';
import type { Follower } from './follower.js';
import { isDone, operationOf, type GitChange } from './gitChange.js';

/** The operations of an engine and of changes in Git as one list. */
export class OwnOperations {
  readonly #engine: Platform;
  readonly #follower: Follower;
  readonly #repositoryAt: (address: string) => ConfigRepository;

  constructor(engine: Platform, follower: Follower, repositoryAt: (address: string) => ConfigRepository) {
    this.#engine = engine;
    this.#follower = follower;
    this.#repositoryAt = repositoryAt;
  }

  async get(id: string, call?: CallOptions): Promise<Operation> {
    const change = await this.#follower.get(id);
    return change ? operationOf(change) : this.#engine.getOperation(id, call);
  }

  async *events(
    id: string,
    call: CallOptions & { readonly after?: string } = {},
  ): AsyncGenerator<OperationEvent, void, undefined> {
    const isOurs = (await this.#follower.get(id)) !== undefined;
    yield* isOurs ? this.#follower.events(id, call) : this.#engine.operationEvents(id, call);
  }

  async cancel(id: string, now: number, call: CallOptions = {}): Promise<Operation> {
    const change = await this.#follower.get(id);
    if (!change) return this.#engine.cancelOperation(id, call);
    if (isDone(change)) return operationOf(change);
    const ended = await callOff(change, this.#repositoryAt(change.source.repository), now, call);
    await this.#follower.keep(ended);
    return operationOf(ended);
  }

  part(): OperationPart {
    const { operations } = this.#engine;
    return {
      list: (query, call) => this.#list(query, call),
      resume: async (id, decision, call) => {
        if (!operations || (await this.#follower.get(id))) {
          throw refusal('not-implemented', t('It goes on when its pull request is merged.'));
        }
        return operations.resume(id, decision, call);
      },
    };
  }

  /** What is under way or lately ended in a place, so that the place can tell. */
  async inPlaces(): Promise<(service: string, state: ServiceEnvironment) => ServiceEnvironment> {
    const open = (await this.#follower.all()).filter((change) => !isDone(change));
    return (service, state) => {
      const change = open.find((each) => each.service === service && each.environment === state.environment);
      const known = withGitRights(state);
      return change && state.operation === undefined ? { ...known, operation: change.id } : known;
    };
  }

  /** Deployments that changes in Git brought are what they were: promotions and roll backs. */
  async explained(service: string, deployments: readonly Deployment[]): Promise<readonly Deployment[]> {
    const ours = (await this.#follower.all()).filter((change) => change.service === service);
    return deployments.map((deployment) => {
      const change = ours.find((each) => brought(each, deployment));
      if (!change) return deployment;
      const { kind, id, fromEnvironment, toDeployment, version } = change;
      const { release } = deployment;
      const isBare = version !== '' && release.id.startsWith(release.version);
      return {
        ...deployment,
        kind,
        ...(isBare && { release: { ...release, version } }),
        operation: deployment.operation ?? id,
        ...(fromEnvironment !== undefined && { promotedFrom: fromEnvironment }),
        ...(toDeployment !== undefined && { rolledBackTo: toDeployment }),
      };
    });
  }

  /** Ours are on the first page; the engine's come in its own pages. */
  async #list(query: OperationQuery = {}, call?: CallOptions): Promise<Page<Operation>> {
    const theirs = await this.#engine.operations?.list(query, call);
    if (query.pageToken !== undefined) return theirs ?? { items: [] };
    const all = await this.#follower.all();
    const ours = all.filter((change) => isAsked(change, query)).map(operationOf);
    const items = [...ours, ...(theirs?.items ?? [])].sort((one, other) =>
      other.createdAt.localeCompare(one.createdAt),
    );
    return { ...theirs, items };
  }
}

/** That the engine itself lets nobody roll back says nothing of who may by a pull request: there Git's host decides. */
function withGitRights(state: ServiceEnvironment): ServiceEnvironment {
  const { permissions } = state;
  if (!permissions?.some(isOfGit)) return state;
  return { ...state, permissions: permissions.filter((permission) => !isOfGit(permission)) };
}

function isOfGit({ name, state }: Permission): boolean {
  return (name === 'rollback' || name === 'promote') && state === 'Denied';
}

function brought(change: GitChange, { id, environment, release }: Deployment): boolean {
  if (change.environment !== environment) return false;
  return (
    change.deployment === id ||
    (change.merged !== undefined && [release.id, release.commit?.id].includes(change.merged))
  );
}

/** All of them are the caller's own. */
function isAsked({ service, environment, state }: GitChange, query: OperationQuery): boolean {
  return (
    (query.service ?? service) === service &&
    (query.environment ?? environment) === environment &&
    (query.state ?? state) === state
  );
}

/** What is to be read again when a change moved on. */
export function watchEventsOf({ id, service }: GitChange): readonly Pick<WatchEvent, 'type' | 'subject'>[] {
  return [
    { type: 'platform.operation.changed', subject: id },
    { type: 'platform.service.changed', subject: service },
  ];
}
