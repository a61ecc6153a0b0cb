import { t } from '../base/l10n.js';
import { isPlan } from '../contract/generated/checks.js';
import { UserError } from '../model/errors.js';
import { levels, type Check, type Kit, type Level } from './check.js';
import { cachingChecks } from './checks/caching.js';
import { capabilityChecks } from './checks/capabilities.js';
import { catalogChecks } from './checks/catalog.js';
import { deploymentChecks } from './checks/deployment.js';
import { discoveryChecks } from './checks/discovery.js';
import { fullChecks } from './checks/full.js';
import { historyChecks } from './checks/history.js';
import { operationChecks } from './checks/operations.js';
import { overallChecks } from './checks/overall.js';
import { pagingChecks } from './checks/paging.js';
import { partReadChecks } from './checks/partReads.js';
import { partWriteChecks } from './checks/partWrites.js';
import { watchChecks } from './checks/watch.js';
import { jsonOf, type Exchange } from './exchange.js';
import { Facts } from './facts.js';
import type { Send } from './http.js';
import { Probe } from './probe.js';
import { Trial, type Target } from './trial.js';
import { Departure, NotApplicable } from './verdict.js';

/** Every check, in the order in which they run. */
export function allChecks(): readonly Check[] {
  return [
    ...discoveryChecks(),
    ...catalogChecks(),
    ...pagingChecks(),
    ...cachingChecks(),
    ...capabilityChecks(),
    ...deploymentChecks(),
    ...historyChecks(),
    ...operationChecks(),
    ...watchChecks(),
    ...fullChecks(),
    ...partReadChecks(),
    ...partWriteChecks(),
    ...overallChecks(),
  ];
}

export interface Result {
  readonly id: string;
  readonly level: Level;
  readonly proves: string;
  readonly outcome: 'holds' | 'departs' | 'not-applicable';
  /** How it departs, or why it does not apply. */
  readonly message?: string;
  /** What showed it. */
  readonly exchanges?: readonly Exchange[];
  readonly durationMs: number;
}

export interface Report {
  readonly url: string;
  readonly level: Level;
  readonly results: readonly Result[];
}

export interface ConformanceOptions {
  /** API root with its version, without a trailing slash. */
  readonly root: string;
  readonly token?: string;
  readonly level: Level;
  /** Needed from the level deploy on. */
  readonly target?: Target;
  readonly send: Send;
  readonly signal: AbortSignal;
  /** For one answer. */
  readonly timeoutMs: number;
  /** For one operation to end. */
  readonly operationTimeoutMs: number;
  /** Ids of the checks to run; all when absent. */
  readonly only?: readonly string[];
  readonly onResult?: (result: Result) => void;
}

/**
 * Judges a server by the contract, up to a level. Throws `PlatformError` when nothing answers, `UserError` when the
 * target is not one to deploy to.
 */
export async function runConformance(options: ConformanceOptions): Promise<Report> {
  const { root, level, target, signal } = options;
  const probe = new Probe({ ...options, token: options.token });
  const facts = new Facts(probe);
  const place = target ?? { service: '', environment: '' };
  const trial = new Trial(place, probe, facts, options.operationTimeoutMs, signal);
  await signIn(options.token, facts);
  if (level !== 'read') await admit(trial, probe, facts);
  const results: Result[] = [];
  const kit: Kit = { probe, facts, trial };
  for (const check of allChecks()) {
    if (levels.indexOf(check.level) > levels.indexOf(level)) continue;
    if (options.only && !options.only.includes(check.id)) continue;
    const result = await judge(check, kit, signal);
    results.push(result);
    options.onResult?.(result);
  }
  await trial.restore().catch((error: unknown) => {
    if (!(error instanceof Departure || error instanceof NotApplicable)) throw error;
  });
  return { url: root, level, results };
}

/** Without a token where one is wanted every check would say the same. */
async function signIn(token: string | undefined, facts: Facts): Promise<void> {
  const info = await facts.info().catch(() => undefined);
  const wanted = info?.auth?.type ?? 'none';
  if (token !== undefined || wanted === 'none') return;
  throw new UserError(
    'conformance.token',
    t('The platform asks for sign-in ({0}). Give a token with --token-stdin or --token-file.', wanted),
  );
}

/** Whether the target is one to deploy to. The kit deploys nothing to production, whatever it is told. */
async function admit(trial: Trial, probe: Probe, facts: Facts): Promise<void> {
  const { service, environment, promoteTo } = trial.target;
  const environments = await facts.environments().catch(() => []);
  for (const name of [environment, ...(promoteTo === undefined ? [] : [promoteTo])]) {
    const found = environments.find((each) => each.name === name);
    if (!found) throw new UserError('conformance.target', t('The platform has no environment {0}.', name));
    if (found.production) {
      throw new UserError(
        'conformance.production',
        t('{0} is a production environment, where this does not deploy. Name another.', name),
      );
    }
  }
  const answer = await probe.get(`/services/${encodeURIComponent(service)}`);
  if (answer.status !== 200) {
    throw new UserError(
      'conformance.target',
      t('The platform does not show the service {0}: it answers {1}.', service, answer.status),
    );
  }
  const release = await trial.release().catch((error: unknown) => {
    if (error instanceof NotApplicable) throw new UserError('conformance.target', error.message);
    throw error;
  });
  const plan = jsonOf(await trial.plan({ environment, kind: 'Deploy', release }));
  const block = isPlan(plan)
    ? plan.blocks?.find(({ reason }) => reason !== 'OperationInProgress')
    : undefined;
  if (block) {
    const why = block.message ?? block.reason;
    throw new UserError('conformance.target', t('{0} cannot be deployed to now: {1}', environment, why));
  }
}

async function judge(check: Check, kit: Kit, signal: AbortSignal): Promise<Result> {
  const started = Date.now();
  const { id, level, proves } = check;
  const done = (rest: Pick<Result, 'outcome' | 'message' | 'exchanges'>): Result => ({
    ...{ id, level, proves },
    ...rest,
    durationMs: Date.now() - started,
  });
  try {
    await check.run(kit);
    return done({ outcome: 'holds' });
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof NotApplicable) return done({ outcome: 'not-applicable', message: error.message });
    if (error instanceof Departure) {
      return done({ outcome: 'departs', message: error.message, exchanges: error.exchanges });
    }
    throw error;
  }
}
