import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions, WriteOptions } from '../../model/call.js';
import type { Clock } from '../../model/clock.js';
import type { DeploymentRequest, Operation, Plan } from '../../model/delivery.js';
import { digestOf } from './changePlan.js';
import type { Follower } from './follower.js';
import type { Forges } from './forge.js';
import type { Git } from './git.js';
import { operationOf, type GitChange } from './gitChange.js';
import { prepare, type GitPlanner } from './gitPlan.js';
import { identityIn } from './identity.js';
import { idOf, type Journal } from './journal.js';
import { commitChange, isUnclear, pushChange } from './sendChange.js';

export interface SenderPorts {
  readonly planner: GitPlanner;
  readonly journal: Journal;
  readonly follower: Follower;
  readonly git: Git;
  readonly forges: Forges;
  readonly clock: Clock;
  readonly identityFrom?: (repository: string) => Promise<string | undefined>;
}

/** Commits and pushes what was confirmed, once for each idempotency key. */
export class GitSender {
  readonly #ports: SenderPorts;
  readonly #sends = new Map<string, Promise<Operation>>();

  constructor(ports: SenderPorts) {
    this.#ports = ports;
  }

  /** The same key twice at once is one change. */
  send(service: string, request: DeploymentRequest, call: WriteOptions): Promise<Operation> {
    const key = call.idempotencyKey;
    const send =
      this.#sends.get(key) ?? this.#sendOnce(service, request, call).finally(() => this.#sends.delete(key));
    this.#sends.set(key, send);
    return send;
  }

  async #sendOnce(
    service: string,
    request: DeploymentRequest,
    { idempotencyKey: key, ...call }: WriteOptions,
  ): Promise<Operation> {
    const known = await this.#ports.journal.get(idOf(key));
    if (known && (known.key !== key || known.request !== digestOf([service, request]))) {
      throw refusal('idempotency-key-reused', t('The same key was sent with another request before.'));
    }
    if (known && known.state !== 'Pending') return operationOf(known);
    return operationOf(await this.#push(known ?? (await this.#commit(service, request, key, call)), call));
  }

  /** From here on the change is kept, so that a lost answer does not make it twice. */
  async #commit(
    service: string,
    request: DeploymentRequest,
    key: string,
    call: CallOptions,
  ): Promise<GitChange> {
    const prepared = await prepare({ ...this.#ports.planner, code: undefined }, service, request, call);
    const { change } = prepared;
    refuseOther(prepared.plan, request);
    if (!change) throw refusal('stale-plan', t('There is nothing to change in Git any more.'));
    const { identityFrom, forges, git, clock } = this.#ports;
    const folder = (await identityFrom?.(change.source.repository)) ?? change.repository.folder;
    const by = await identityIn(folder, git, call);
    const me = await this.#ports.planner.engine.getMe(call).then(({ user }) => user.id, orNobody);
    const wanted = { service, request, key, now: clock.now(), ...(me !== undefined && { me }) };
    const made = await commitChange({ plan: prepared.plan, change }, wanted, by, forges, call);
    await this.#ports.journal.keep(made);
    return made;
  }

  async #push(change: GitChange, call: CallOptions): Promise<GitChange> {
    const { planner, clock } = this.#ports;
    const repository = planner.repositoryAt(change.source.repository);
    try {
      const pushed = await pushChange(change, repository, clock.now(), call);
      await this.#ports.follower.keep(pushed);
      return pushed;
    } catch (error) {
      if (!isUnclear(error)) await this.#ports.journal.drop(change.id);
      throw error;
    }
  }
}

function orNobody(error: unknown): undefined {
  if (isAbort(error)) throw error;
}

/** What was confirmed has to be what would be done. */
function refuseOther(plan: Plan, request: DeploymentRequest): void {
  const { planFingerprint, expectedCurrentDeployment: expected, acknowledge = [] } = request;
  if (planFingerprint === undefined) {
    throw refusal(
      'invalid-request',
      t('A change in Git is made of a plan that was looked at: send its fingerprint.'),
    );
  }
  if (expected !== undefined && plan.from !== undefined && plan.from.id !== expected) {
    throw refusal('stale-basis', t('What is deployed there has changed since you looked.'));
  }
  if (planFingerprint !== plan.fingerprint) {
    throw refusal('stale-plan', t('Git or what runs has changed since you looked at the plan.'));
  }
  const [block] = plan.blocks ?? [];
  if (block) {
    throw refusal('blocked', block.message ?? block.reason, { blockedBy: block });
  }
  const open = plan.warnings?.find(
    ({ code, mustAcknowledge }) => mustAcknowledge && !acknowledge.includes(code),
  );
  if (open) throw refusal('must-acknowledge', open.message);
}
