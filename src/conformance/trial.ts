import { delay } from '../base/abort.js';
import { t } from '../base/l10n.js';
import {
  isDeploymentList,
  isOperation,
  isPlan,
  isReleaseList,
  isService,
} from '../contract/generated/checks.js';
import type { components } from '../contract/generated/wire.js';
import { jsonOf, type Exchange } from './exchange.js';
import type { Facts } from './facts.js';
import type { Probe, Streamed } from './probe.js';
import { Departure, NotApplicable } from './verdict.js';

type Wire = components['schemas'];
export type Deployment = Wire['Deployment'];
export type Operation = Wire['Operation'];

/** Where the kit may deploy. */
export interface Target {
  readonly service: string;
  readonly environment: string;
  /** Id of the release to deploy; the one that runs, or the newest, when absent. */
  readonly release?: string;
  /** Environment to promote to from `environment`; nothing is promoted when absent. */
  readonly promoteTo?: string;
}

/** What one deployment showed. */
export interface Trace {
  readonly request: Readonly<Record<string, unknown>>;
  readonly plan: Exchange;
  readonly planAgain: Exchange;
  readonly before: readonly Deployment[];
  readonly afterPlan: readonly Deployment[];
  readonly accepted: Exchange;
  /** Another deployment to the same place, sent at once. */
  readonly second: Exchange;
  /** The same request with the same key. */
  readonly repeat: Exchange;
  /** Another request with the same key. */
  readonly reused: Exchange;
  /** Absent where the platform does not stream operations. */
  readonly streamed?: Streamed;
  readonly operation: Operation;
  readonly ended: Exchange;
  readonly history: Exchange;
  readonly after: readonly Deployment[];
  readonly service: Exchange;
}

const pollMs = 300;
const reason = 'Golden Path conformance';

/** Deploys, restarts and rolls back the target, each once, when a check first asks for it. */
export class Trial {
  readonly target: Target;
  readonly timeoutMs: number;
  readonly #probe: Probe;
  readonly #facts: Facts;
  readonly #signal: AbortSignal;
  #deployed: Promise<Trace> | undefined;
  #idle: Promise<unknown> = Promise.resolve();

  constructor(target: Target, probe: Probe, facts: Facts, timeoutMs: number, signal: AbortSignal) {
    this.target = target;
    this.timeoutMs = timeoutMs;
    this.#probe = probe;
    this.#facts = facts;
    this.#signal = signal;
  }

  get path(): string {
    return `/services/${encodeURIComponent(this.target.service)}/deployments`;
  }

  /** The first deployment of the run, and everything that was tried around it. */
  deployed(): Promise<Trace> {
    this.#deployed ??= this.#deploy();
    return this.#deployed;
  }

  async plan(request: object): Promise<Exchange> {
    return this.#probe.call('POST', this.path, { query: { dryRun: 'true' }, json: request });
  }

  async send(request: object, key: string = crypto.randomUUID()): Promise<Exchange> {
    return this.#probe.call('POST', this.path, { json: request, headers: { 'idempotency-key': key } });
  }

  /** Plans a request and completes it with what the plan asks for. Throws `NotApplicable` when the plan is refused or blocked. */
  async complete(request: object): Promise<Readonly<Record<string, unknown>>> {
    const plan = await this.#openPlan({ ...request, reason });
    const acknowledge = (plan.warnings ?? []).filter((each) => each.mustAcknowledge).map(({ code }) => code);
    return {
      ...request,
      reason,
      planFingerprint: plan.fingerprint,
      ...(acknowledge.length > 0 && { acknowledge }),
    };
  }

  /** The plan of a request when nothing blocks it; waits for what runs there to end. */
  async #openPlan(request: object): Promise<Wire['Plan']> {
    const deadline = Date.now() + this.timeoutMs;
    for (;;) {
      const answer = await this.plan(request);
      const plan = jsonOf(answer);
      if (answer.status !== 200 || !isPlan(plan)) {
        throw new NotApplicable(
          t('The platform plans no such deployment: {0} {1}', answer.status, told(answer)),
        );
      }
      const blocks = plan.blocks ?? [];
      const isBusy = blocks.length > 0 && blocks.every(({ reason: why }) => why === 'OperationInProgress');
      if (isBusy && Date.now() < deadline) {
        await delay(pollMs, this.#signal);
        continue;
      }
      const [block] = blocks;
      if (!block) return plan;
      throw new NotApplicable(t('The deployment is blocked: {0}.', block.message ?? block.reason));
    }
  }

  /** Does a deployment to its end. Throws `Departure` when it is not accepted. */
  async perform(request: object): Promise<{ readonly operation: Operation; readonly ended: Exchange }> {
    await this.deployed();
    const answer = await this.send(await this.complete(request));
    return this.end(answer);
  }

  /** Follows an accepted deployment to its end. */
  async end(accepted: Exchange): Promise<{ readonly operation: Operation; readonly ended: Exchange }> {
    const operation = jsonOf(accepted);
    if (accepted.status !== 202 || !isOperation(operation)) {
      throw new Departure(
        t('The deployment was not accepted: {0} {1}', accepted.status, told(accepted)),
        accepted,
      );
    }
    const ending = this.#ended(operation.id);
    this.#idle = ending.catch(() => undefined);
    return ending;
  }

  /** The deployments to the target's place, newest first as the platform tells them. */
  async history(environment = this.target.environment): Promise<[readonly Deployment[], Exchange]> {
    const answer = await this.#probe.get(this.path, { query: { environment } });
    const list = jsonOf(answer);
    return [isDeploymentList(list) ? list.items : [], answer];
  }

  /** Id of the release to deploy. Throws `NotApplicable` when there is none. */
  async release(): Promise<string> {
    if (this.target.release !== undefined) return this.target.release;
    const [history] = await this.history();
    const current = history.find(({ state }) => state === 'Deployed') ?? history[0];
    if (current) return current.release.id;
    if (await this.#facts.offers('releases')) {
      const path = `/services/${encodeURIComponent(this.target.service)}/releases`;
      const list = jsonOf(await this.#probe.get(path));
      if (isReleaseList(list) && list.items[0]) return list.items[0].id;
    }
    throw new NotApplicable(t('{0} has no release to deploy. Name one with --release.', this.target.service));
  }

  async #deploy(): Promise<Trace> {
    const { environment } = this.target;
    const wanted = { environment, kind: 'Deploy', release: await this.release(), reason };
    const [before] = await this.history();
    const plan = await this.plan(wanted);
    const planAgain = await this.plan(wanted);
    const [afterPlan] = await this.history();
    const request = await this.complete(wanted);
    const key = crypto.randomUUID();
    const accepted = await this.send(request, key);
    const second = await this.send(request);
    const repeat = await this.send(request, key);
    const reused = await this.send({ ...request, reason: `${reason}, another` }, key);
    const streamed = await this.#follow(accepted);
    const { operation, ended } = await this.end(accepted);
    // A server that takes what it should refuse has made more operations: they must not disturb what comes next.
    for (const also of [second, reused]) if (also.status === 202) await this.end(also);
    const [after, history] = await this.history();
    const service = await this.#probe.get(`/services/${encodeURIComponent(this.target.service)}`);
    const seen = { request, plan, planAgain, before, afterPlan, accepted, second, repeat, reused };
    return { ...seen, operation, ended, history, after, service, ...(streamed && { streamed }) };
  }

  async #follow(accepted: Exchange): Promise<Streamed | undefined> {
    const operation = jsonOf(accepted);
    if (!isOperation(operation) || !(await this.#facts.offers('operations', 'Stream'))) return undefined;
    const path = `/operations/${encodeURIComponent(operation.id)}/events`;
    return this.#probe.stream(path, { timeoutMs: this.timeoutMs });
  }

  async #ended(id: string): Promise<{ readonly operation: Operation; readonly ended: Exchange }> {
    const deadline = Date.now() + this.timeoutMs;
    for (;;) {
      const answer = await this.#probe.get(`/operations/${encodeURIComponent(id)}`);
      const operation = jsonOf(answer);
      if (!isOperation(operation)) throw new Departure(t('The operation cannot be read.'), answer);
      if (operation.done) return { operation, ended: answer };
      if (Date.now() > deadline) {
        const seconds = Math.round(this.timeoutMs / 1000);
        throw new Departure(
          t('The operation is not done after {0} s: {1}.', seconds, operation.state),
          answer,
        );
      }
      await delay(pollMs, this.#signal);
    }
  }

  /** Waits for what still runs, and deploys again what ran before the kit came. */
  async restore(): Promise<void> {
    if (!this.#deployed) return;
    await this.#idle;
    const trace = await this.#deployed.catch(() => undefined);
    const first = trace?.before.find(({ state }) => state === 'Deployed');
    const service = jsonOf(await this.#probe.get(`/services/${encodeURIComponent(this.target.service)}`));
    if (!first || !isService(service)) return;
    const leaf = service.environments?.find((each) => each.environment === this.target.environment);
    if (leaf?.current?.release === undefined || leaf.current.release === first.release.id) return;
    await this.perform({ environment: this.target.environment, kind: 'Deploy', release: first.release.id });
  }
}

/** What a refusal says, in short. */
function told(exchange: Exchange): string {
  const { detail, title } = (jsonOf(exchange) ?? {}) as { detail?: string; title?: string };
  return detail ?? title ?? '';
}
