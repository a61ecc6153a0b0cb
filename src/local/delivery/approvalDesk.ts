import { t } from '../../base/l10n.js';
import type { ApprovalPolicy, Environment } from '../../model/catalog.js';
import type { Approval, Operation } from '../../model/delivery.js';
import type { Access } from '../access/access.js';
import { approvalBlock, approverFault, approvers, expiryOf } from '../guards/approvals.js';
import type { Caller } from '../identity/caller.js';
import type { PolicyBook } from '../policy/policyBook.js';
import { withDeployment } from '../store/changes.js';
import type { WaitingRecord } from '../store/state.js';
import type { Store } from '../store/store.js';
import type { Delivery } from './delivery.js';
import type { OperationTracker } from './operationTracker.js';
import { permissionFor } from './permissionFor.js';
import { refusal } from '../../contract/refusal.js';

export interface ApprovalContext {
  readonly store: Store;
  readonly tracker: OperationTracker;
  readonly delivery: Delivery;
  readonly access: Access;
  readonly book: PolicyBook;
  environments(): readonly Environment[];
}

export interface Decision {
  readonly planFingerprint?: string;
  readonly comment?: string;
}

/** Who agrees to changes that wait; what has agreement begins, what nobody answered ends. */
export class ApprovalDesk {
  readonly #context: ApprovalContext;
  readonly #beginning = new Map<string, Promise<void>>();

  constructor(context: ApprovalContext) {
    this.#context = context;
  }

  /** Throws `PlatformError`. With the last approval that is needed the operation begins. */
  async approve(operation: string, decision: Decision, caller: Caller): Promise<Operation> {
    const { tracker } = this.#context;
    const { waiting, policy } = await this.#admit(operation, decision, caller);
    if (approvers(tracker.get(operation).approvals ?? []).has(caller.actor.id)) return tracker.get(operation);
    const decided = this.#keep(waiting, approvalOf('Approved', decision, caller));
    const given = approvers(decided.approvals ?? []).size;
    if (given >= (policy.minApprovals ?? 0)) await this.#begin(waiting);
    else {
      const block = approvalBlock(policy, given, decided.createdAt);
      tracker.setState(operation, {
        state: 'Blocked',
        blockedBy: block,
        message: block.message ?? block.reason,
      });
    }
    return tracker.get(operation);
  }

  /** Ends the operation. Throws `PlatformError`. */
  async reject(operation: string, decision: Decision, caller: Caller): Promise<Operation> {
    const { tracker, delivery } = this.#context;
    const { waiting } = await this.#admit(operation, decision, caller);
    this.#keep(waiting, approvalOf('Rejected', decision, caller));
    const who = caller.actor.displayName ?? caller.actor.id;
    const comment = decision.comment?.trim();
    const message = comment ? t('{0} rejected it: {1}', who, comment) : t('{0} rejected it.', who);
    delivery.giveUp(operation, { state: 'Failed', reason: 'ApprovalRejected', message });
    return tracker.get(operation);
  }

  /**
   * Looks again, now, whether what was approved may begin: a freeze has ended, a gate has opened, a program was
   * installed. Throws `PlatformError` with what still holds it, and for what has ended.
   */
  async resume(operation: string, { planFingerprint }: Decision, caller: Caller): Promise<Operation> {
    const { store, tracker, access, book } = this.#context;
    await book.refresh(0);
    const waiting = store.state.waiting.find((item) => item.operation === operation);
    const before = tracker.get(operation);
    if (!waiting) {
      // It may just have begun by itself.
      if (!before.done) return before;
      throw refusal('invalid-request', t('The operation has ended. Start a new one.'), { status: 409 });
    }
    const { service, request, fingerprint } = waiting;
    access.demand(caller, permissionFor(request.kind), { service, environment: request.environment });
    if (planFingerprint !== undefined && planFingerprint !== fingerprint) {
      throw refusal('stale-plan', t('The operation waits with another plan than the one you looked at.'));
    }
    const given = approvers(before.approvals ?? []).size;
    // Nobody goes on without the approvals that are asked for.
    if (given >= (this.#policyOf(waiting)?.minApprovals ?? 0)) await this.#begin(waiting);
    const after = tracker.get(operation);
    if (after.state !== 'Blocked' || !after.blockedBy) return after;
    throw refusal('blocked', after.blockedBy.message ?? after.blockedBy.reason, {
      blockedBy: after.blockedBy,
      operation,
    });
  }

  /** Looks again at what waits: ends what has waited too long, begins what was approved and is no longer blocked. */
  async review(now: number): Promise<void> {
    const { store, tracker, delivery } = this.#context;
    for (const waiting of store.state.waiting) {
      const operation = tracker.get(waiting.operation);
      const policy = this.#policyOf(waiting);
      const until = policy && expiryOf(policy, operation.createdAt);
      if (until !== undefined && until <= now) {
        const message = t('Nobody approved it in time: ask again.');
        delivery.giveUp(waiting.operation, { state: 'Failed', reason: 'ApprovalExpired', message });
        continue;
      }
      const given = approvers(operation.approvals ?? []).size;
      // Where approvals are no longer asked for, nothing holds it either.
      if (given >= (policy?.minApprovals ?? 0)) await this.#begin(waiting);
    }
  }

  /** One look at a time: who comes meanwhile waits for its result. */
  #begin(waiting: WaitingRecord): Promise<void> {
    const { operation } = waiting;
    const underWay = this.#beginning.get(operation);
    if (underWay) return underWay;
    const look = this.#context.delivery.begin(waiting).finally(() => this.#beginning.delete(operation));
    this.#beginning.set(operation, look);
    return look;
  }

  async #admit(
    operation: string,
    { planFingerprint }: Decision,
    caller: Caller,
  ): Promise<{ readonly waiting: WaitingRecord; readonly policy: ApprovalPolicy }> {
    const { store, access, book } = this.#context;
    await book.refresh(0);
    const waiting = store.state.waiting.find((item) => item.operation === operation);
    const policy = waiting && this.#policyOf(waiting);
    if (!waiting || !policy) {
      throw refusal('invalid-request', t('The operation does not wait for an approval. Look at its state.'), {
        status: 409,
      });
    }
    access.demand(caller, 'approve', {
      service: waiting.service,
      environment: waiting.request.environment,
    });
    const fault = approverFault({
      policy,
      requester: waiting.caller.actor.id,
      by: caller.actor.id,
      isPerson: caller.actor.type === 'user',
      identities: access.identities(caller),
    });
    if (fault !== undefined) throw refusal('forbidden', fault, { remediation: { text: fault } });
    if (planFingerprint !== undefined && planFingerprint !== waiting.fingerprint) {
      throw refusal('stale-plan', t('The operation waits with another plan than the one you looked at.'));
    }
    return { waiting, policy };
  }

  #policyOf({ request }: WaitingRecord): ApprovalPolicy | undefined {
    return this.#context.environments().find(({ name }) => name === request.environment)?.approvals;
  }

  #keep(waiting: WaitingRecord, approval: Approval): Operation {
    const { store, tracker } = this.#context;
    const decided = tracker.decide(waiting.operation, approval);
    const deployment = store.state.deployments.find(({ id }) => id === waiting.deployment);
    if (deployment) {
      const approvals = decided.approvals ?? [];
      store.update((state) => withDeployment(state, { ...deployment, approvals }));
    }
    store.flush();
    return decided;
  }
}

function approvalOf(decision: 'Approved' | 'Rejected', { comment }: Decision, { actor }: Caller): Approval {
  return { by: actor, decision, at: new Date().toISOString(), ...(comment ? { comment } : {}) };
}
