import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions, WriteOptions } from '../../model/call.js';
import type { DeploymentRequest, Operation, OperationEvent, Plan } from '../../model/delivery.js';
import { entityText } from '../backstage/entityText.js';
import { objectCall } from './calls.js';
import { changesFor, latest, sendChange, warningsFor, type Change } from './changes.js';
import { changesBetween, shown } from './diff.js';
import type { ManifestDelivery } from './manifestDelivery.js';
import type { Prepared } from './manifestPlan.js';
import { podTemplateOf, type KubeObject } from './objects.js';
import { currentOf, type Workload } from './picture.js';
import { releaseOf } from './release.js';
import { idOf, kindOf, noOperation, operationOf, readTicket, targetOf, type Target } from './ticket.js';
import type { World } from './world.js';

const pollMs = 1_000;
/** Operations that are remembered by their key and for the list. */
const mostKept = 100;

/** Plans, makes and follows changes of workloads. Rejects with `PlatformError`. */
export class Delivery {
  readonly #world: World;
  readonly #now: () => number;
  readonly #manifests: ManifestDelivery | undefined;
  readonly #sent = new Map<string, Promise<Operation>>();

  constructor(world: World, now: () => number, manifests?: ManifestDelivery) {
    this.#world = world;
    this.#now = now;
    this.#manifests = manifests;
  }

  async plan(service: string, request: DeploymentRequest, call?: CallOptions): Promise<Plan> {
    return (await this.#plan(service, request, call)).plan;
  }

  /** With the same key the work is done once. */
  async send(service: string, request: DeploymentRequest, options: WriteOptions): Promise<Operation> {
    const key = options.idempotencyKey;
    const sent = this.#sent.get(key) ?? this.#sendNow(service, request, options);
    this.#sent.set(key, sent);
    for (const [oldest] of this.#sent) if (this.#sent.size > mostKept) this.#sent.delete(oldest);
    sent.catch(() => this.#sent.delete(key));
    return await sent;
  }

  /** What was done from here, newest first. */
  async operations(call?: CallOptions): Promise<readonly Operation[]> {
    const sent = await Promise.allSettled(this.#sent.values());
    const ids = sent.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    return await Promise.all(ids.reverse().map((id) => this.operation(id, call)));
  }

  /** How the workloads fare since; an operation is told by its id alone, also in another process. */
  async operation(id: string, call?: CallOptions): Promise<Operation> {
    const ticket = readTicket(id);
    const objects = await Promise.all(ticket.targets.map((target) => this.#look(target, call)));
    return operationOf(id, ticket, objects, new Date(this.#now()).toISOString());
  }

  async *events(id: string, { signal }: CallOptions = {}): AsyncGenerator<OperationEvent> {
    let last = '';
    for (let count = 1; ; count++) {
      const {
        state,
        message = '',
        done,
      } = await this.operation(id, { fresh: true, ...(signal && { signal }) });
      if (`${state} ${message}` !== last || done) {
        last = `${state} ${message}`;
        const time = new Date(this.#now()).toISOString();
        const about = { state, time, ...(message !== '' && { message }) };
        yield { id: String(2 * count), type: 'state', ...about };
        if (done) {
          await this.#world.expire();
          yield { id: String(2 * count + 1), type: 'done', ...about };
          return;
        }
      }
      await delay(pollMs, signal);
    }
  }

  async #plan(service: string, request: DeploymentRequest, call?: CallOptions): Promise<Prepared> {
    const { environment } = request;
    const signal = call?.signal ? { signal: unlimited(call.signal) } : {};
    const at = new Date(this.#now()).toISOString();
    const manifest = await this.#manifests?.plan(service, request, at, signal);
    if (manifest) return manifest;
    const known = await this.#world.workloads(service, environment, call);
    const workloads = await Promise.all(known.map((workload) => latest(workload, signal)));
    const changes = await changesFor(workloads, request, at, signal);
    const after = await Promise.all(changes.map((change) => sendChange(change, true, signal)));
    const differences = changes.flatMap(({ workload }, index) => {
      const next = after[index];
      return next ? changesBetween(resourceOf(workload), workload.object, next) : [];
    });
    const warnings = warningsFor(changes, request);
    const [main] = changes.map(({ workload }) => workload);
    const plan: Plan = {
      fingerprint: fingerprintOf(request, changes),
      summary: { update: differences.length > 0 ? changes.length : 0 },
      changes: differences,
      before: changes.map(({ workload }) => entityText(shown(workload.object))).join('---\n'),
      after: after.map((object) => entityText(shown(object))).join('---\n'),
      computedAt: at,
      ...(warnings.length > 0 && { warnings }),
      ...(main && { from: currentOf(main) }),
      ...(after[0] && { toRelease: releaseOf(podTemplateOf(after[0]), at) }),
    };
    return { plan, carryOut: async () => ({ targets: await carriedOut(changes) }) };
  }

  async #sendNow(service: string, request: DeploymentRequest, call: WriteOptions): Promise<Operation> {
    const { plan, carryOut } = await this.#plan(service, request, call);
    if (request.planFingerprint !== undefined && request.planFingerprint !== plan.fingerprint) {
      throw refusal(
        'stale-plan',
        t('{0} has changed in {1} since the plan was made.', service, request.environment),
      );
    }
    const basis = request.expectedCurrentDeployment;
    if (basis !== undefined && basis !== plan.from?.id) {
      throw refusal(
        'stale-basis',
        t('{0} has changed in {1} since you looked.', service, request.environment),
      );
    }
    const missing = plan.warnings?.find(
      ({ mustAcknowledge, code }) => mustAcknowledge && !request.acknowledge?.includes(code),
    );
    if (missing) throw refusal('must-acknowledge', missing.message);
    const done = await carryOut();
    await this.#world.expire();
    const at = new Date(this.#now()).toISOString();
    const ticket = { service, environment: request.environment, kind: request.kind, at, ...done };
    return await this.operation(idOf(ticket), { fresh: true });
  }

  async #look(target: Target, call?: CallOptions): Promise<KubeObject> {
    const { context, namespace, name } = target;
    const cluster = this.#world.clusters.find(({ options }) => options.context === context);
    if (!cluster) throw noOperation();
    return await cluster.send(objectCall(kindOf(target), namespace, name), call);
  }
}

/** Many objects are asked for at once, and all hear of the same end. */
function unlimited(signal: AbortSignal): AbortSignal {
  const own = AbortSignal.any([signal]);
  setMaxListeners(0, own);
  return own;
}

async function carriedOut(changes: readonly Change[]): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const change of changes) {
    const { cluster, kind } = change.workload;
    targets.push(targetOf(cluster, kind, await sendChange(change, false)));
  }
  return targets;
}

/** Over what is asked for and what it is asked of: anything else in between makes another plan. */
function fingerprintOf(request: DeploymentRequest, changes: readonly Change[]): string {
  const { kind, environment, release, toDeployment } = request;
  const basis = changes.map(({ workload: { object, cluster } }) => [
    cluster.options.context,
    object.metadata.uid,
    object.metadata.generation,
  ]);
  const inputs = JSON.stringify([kind, environment, release, toDeployment, basis]);
  return `sha256:${createHash('sha256').update(inputs).digest('hex')}`;
}

function resourceOf({ kind, object }: Workload): string {
  return `${kind.kind}/${object.metadata.name}`;
}
