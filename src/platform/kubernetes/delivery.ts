import { createHash } from 'node:crypto';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { refusal } from '../../contract/refusal.js';
import type { CallOptions, WriteOptions } from '../../model/call.js';
import type { DeploymentRequest, Operation, OperationEvent, Plan } from '../../model/delivery.js';
import { entityText } from '../backstage/entityText.js';
import { objectCall } from './calls.js';
import { changesFor, sendChange, warningsFor, type Change } from './changes.js';
import { changesBetween, shown } from './diff.js';
import { healthOf } from './health.js';
import { podTemplateOf, rollouts, workloadKinds, type KubeObject } from './objects.js';
import { currentOf, type Workload } from './picture.js';
import { releaseOf } from './release.js';
import type { World } from './world.js';

/** Of a workload that an operation changed: which one, and its generation since. */
interface Target {
  readonly context: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly generation: number;
}

interface Ticket {
  readonly service: string;
  readonly environment: string;
  readonly kind: DeploymentRequest['kind'];
  readonly at: string;
  readonly targets: readonly Target[];
}

const pollMs = 1_000;
/** Operations that are remembered by their key and for the list. */
const mostKept = 100;

/** Plans, makes and follows changes of workloads. Rejects with `PlatformError`. */
export class Delivery {
  readonly #world: World;
  readonly #now: () => number;
  readonly #sent = new Map<string, Promise<Operation>>();

  constructor(world: World, now: () => number) {
    this.#world = world;
    this.#now = now;
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
          yield { id: String(2 * count + 1), type: 'done', ...about };
          return;
        }
      }
      await delay(pollMs, signal);
    }
  }

  async #plan(
    service: string,
    request: DeploymentRequest,
    call?: CallOptions,
  ): Promise<{ readonly plan: Plan; readonly changes: readonly Change[] }> {
    const { environment } = request;
    const known = await this.#world.workloads(service, environment, call);
    const signal = call?.signal ? { signal: call.signal } : {};
    const workloads = await Promise.all(known.map((workload) => latest(workload, signal)));
    const at = new Date(this.#now()).toISOString();
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
    return { plan, changes };
  }

  async #sendNow(service: string, request: DeploymentRequest, call: WriteOptions): Promise<Operation> {
    const { plan, changes } = await this.#plan(service, request, call);
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
    const targets: Target[] = [];
    for (const change of changes) targets.push(targetOf(change.workload, await sendChange(change, false)));
    const at = new Date(this.#now()).toISOString();
    const ticket = { service, environment: request.environment, kind: request.kind, at, targets };
    return await this.operation(idOf(ticket), { fresh: true });
  }

  async #look({ context, kind, namespace, name }: Target, call?: CallOptions): Promise<KubeObject> {
    const cluster = this.#world.clusters.find(({ options }) => options.context === context);
    const known = [...workloadKinds, rollouts].find((one) => one.kind === kind);
    if (!cluster || !known) throw noOperation();
    return await cluster.send(objectCall(known, namespace, name), call);
  }
}

/** The object as it is now, whatever the picture says. */
async function latest(workload: Workload, call: CallOptions): Promise<Workload> {
  const { cluster, kind, object } = workload;
  const call2 = objectCall(kind, object.metadata.namespace, object.metadata.name);
  return { ...workload, object: await cluster.send(call2, { ...call, fresh: true }) };
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

function targetOf({ cluster, kind }: Workload, { metadata }: KubeObject): Target {
  return {
    context: cluster.options.context,
    kind: kind.kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    generation: metadata.generation ?? 0,
  };
}

function operationOf(id: string, ticket: Ticket, objects: readonly KubeObject[], now: string): Operation {
  const { service, environment, kind, at, targets } = ticket;
  const findings = targets.map((target, index) => {
    const object = objects[index];
    const workload = [...workloadKinds, rollouts].find((one) => one.kind === target.kind);
    if (!object || !workload) throw noOperation();
    const isReplaced = (object.metadata.generation ?? 0) > target.generation;
    return { isReplaced, ...healthOf(workload, object) };
  });
  const message = findings.find((finding) => finding.message !== undefined)?.message;
  const has = (health: string): boolean => findings.some((finding) => finding.health === health);
  const isReplaced = findings.some((finding) => finding.isReplaced);
  const state = has('Degraded') ? 'Failed' : has('Progressing') && !isReplaced ? 'Running' : 'Succeeded';
  const done = state !== 'Running';
  return {
    id,
    kind: 'Deployment',
    title: t('{0} of {1} to {2}', kind, service, environment),
    service,
    environment,
    state,
    done,
    createdAt: at,
    startedAt: at,
    cancelable: false,
    ...(done && { finishedAt: now }),
    ...(isReplaced && { reason: 'Superseded' }),
    ...(message !== undefined && { message }),
  };
}

function idOf(ticket: Ticket): string {
  return `k8s.${Buffer.from(JSON.stringify(ticket)).toString('base64url')}`;
}

/** Throws `PlatformError` `not-found` for what is no id of ours. */
function readTicket(id: string): Ticket {
  try {
    const ticket = JSON.parse(
      Buffer.from(id.replace(/^k8s\./, ''), 'base64url').toString('utf8'),
    ) as Partial<Ticket>;
    if (Array.isArray(ticket.targets) && ticket.service !== undefined) return ticket as Ticket;
  } catch {
    throw noOperation();
  }
  throw noOperation();
}

function noOperation(): Error {
  return refusal('not-found', t('That is no operation of this cluster.'));
}
