import { t } from '../../base/l10n.js';
import { blockSentence } from '../../model/blockSentence.js';
import { problemOf, refusalError, type ProblemCode } from '../../contract/problem.js';
import type { CallOptions, WriteOptions } from '../../model/call.js';
import type { DeploymentRequest, Operation, Plan, Step } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Client } from '../http/client.js';
import { applicationOf, keyInfo, type Application } from './application.js';
import { readApp, writeApp } from './calls.js';
import type { Feed } from './feed.js';
import { operationIdOf } from './ids.js';
import type { OperationPlace } from './operation.js';
import type { Operations } from './operations.js';
import { basisOf, type Planned } from './plan.js';
import type { PlannedTogether } from './planTogether.js';
import { missingRight } from './refusal.js';
import { objectQuery, type Workload } from './workloads.js';

export interface DeployParts {
  readonly client: Client;
  readonly feed: Feed;
  readonly operations: Operations;
}

/** Carries out what was planned, if that is still what would happen. Rejects as the contract says. */
export async function deploy(
  parts: DeployParts,
  place: OperationPlace,
  { plan, all }: PlannedTogether,
  request: DeploymentRequest,
  { idempotencyKey: key, ...call }: WriteOptions,
): Promise<Operation> {
  const isRestart = request.kind === 'Restart';
  const [first, ...others] = isRestart ? restartable(all) : all;
  if (!first) throw nothingToRestart(all);
  checkPlan(plan, basisOf(all[0] ?? first), request);
  const run = isRestart ? restart : sync;
  if (others.length === 0) return run(parts, place, first, key, call);
  const faults: PlatformError[] = [];
  const begun = await Promise.all(
    [first, ...others].map(async (planned) => {
      try {
        return await run(parts, place, planned, key, call);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        faults.push(error);
        return parts.operations.done(refusedOperation(planned, key, place, error, parts.client.now()), place);
      }
    }),
  );
  // One that refuses keeps no other; where all do, nothing has begun.
  const [fault] = faults;
  if (fault && faults.length === begun.length) throw fault;
  return parts.operations.together(place, begun);
}

async function sync(
  { client, feed, operations }: DeployParts,
  place: OperationPlace,
  { app, revision, entry }: Planned,
  key: string,
  call: CallOptions,
): Promise<Operation> {
  const body =
    entry === undefined
      ? {
          prune: app.prunes,
          infos: [{ name: keyInfo, value: key }],
          ...(revision !== undefined && revisionsOf(app, revision)),
        }
      : { id: Number(entry), prune: app.prunes };
  const answer = await client.send(
    writeApp('POST', app, entry === undefined ? '/sync' : '/rollback', body),
    call,
  );
  const begun = applicationOf(answer, true) ?? app;
  feed.take(begun);
  return operations.began(operationIdOf(app, key), place, begun);
}

/** What one Application refused while others went on. */
function refusedOperation(
  { app }: Planned,
  key: string,
  place: OperationPlace,
  { message, problem }: PlatformError,
  now: number,
): Operation {
  return {
    id: operationIdOf(app, key),
    kind: 'Deployment',
    state: 'Failed',
    done: true,
    createdAt: new Date(now).toISOString(),
    title: app.name,
    ...place,
    message,
    error: problem ?? problemOf('internal', { detail: message }),
  };
}

function restartable(all: readonly Planned[]): readonly Planned[] {
  return all.filter(({ workloads }) => workloads.length > 0);
}

function nothingToRestart(all: readonly Planned[]): PlatformError {
  const detail = t('{0} has nothing that can be restarted.', all.map(({ app }) => app.name).join(', '));
  return refusalError(422, problemOf('invalid-request', { detail }), undefined);
}

/** With several sources, the first that follows Git is meant. */
function revisionsOf(app: Application, revision: string): object {
  return app.sources.length > 1 ? { sourcePositions: [1], revisions: [revision] } : { revision };
}

/** Throws for a plan that is out of date, blocked, or not acknowledged. */
function checkPlan(plan: Plan, basis: string | undefined, request: DeploymentRequest): void {
  const [block] = plan.blocks ?? [];
  if (request.planFingerprint !== undefined && request.planFingerprint !== plan.fingerprint) {
    throw refused('stale-plan');
  }
  if (
    request.expectedCurrentDeployment !== undefined &&
    basis !== undefined &&
    request.expectedCurrentDeployment !== basis
  ) {
    throw refused('stale-basis');
  }
  if (block?.reason === 'OperationInProgress') throw refused('operation-in-progress');
  if (block) {
    throw refusalError(
      409,
      problemOf('blocked', { detail: blockSentence(block), blockedBy: block }),
      undefined,
    );
  }
  const missed = plan.warnings?.find(
    ({ code, mustAcknowledge }) => mustAcknowledge && !request.acknowledge?.includes(code),
  );
  if (missed) throw refused('must-acknowledge');
}

function refused(code: ProblemCode): PlatformError {
  const problem = problemOf(code);
  return refusalError(problem.status, problem, undefined);
}

/** Servers before 3.1 have the older form of it alone. */
async function runAction(
  client: Client,
  app: Application,
  workload: Workload,
  call: CallOptions,
): Promise<void> {
  const [action, object] = ['restart', objectQuery(workload)];
  try {
    await client.send(writeApp('POST', app, '/resource/actions/v2', { ...object, action }), call);
  } catch (error) {
    const { group, kind } = workload;
    if (PlatformError.is(error, 'forbidden')) {
      throw missingRight(`applications, action/${group}/${kind}/${action}`, app);
    }
    if (!PlatformError.is(error, 'not-found', 'not-implemented')) throw error;
    const query = readApp(app, '', object).query;
    const old = writeApp('POST', app, '/resource/actions');
    await client.send(
      { ...old, query, body: { type: 'application/json', text: JSON.stringify(action) } },
      call,
    );
  }
}

/** Starts the instances of every workload anew; each is asked for on its own, and one that refuses keeps no other. */
async function restart(
  { client, operations }: DeployParts,
  place: OperationPlace,
  { app, workloads }: Planned,
  key: string,
  call: CallOptions,
): Promise<Operation> {
  const startedAt = new Date(client.now()).toISOString();
  const faults: PlatformError[] = [];
  const steps = await Promise.all(
    workloads.map(async (workload): Promise<Step> => {
      const name = `${workload.kind}/${workload.name}`;
      try {
        await runAction(client, app, workload, call);
        return { id: name, name, state: 'Succeeded' };
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        faults.push(error);
        return { id: name, name, state: 'Failed', message: error.message };
      }
    }),
  );
  const [fault] = faults;
  if (fault && faults.length === steps.length) throw fault;
  return operations.done(
    {
      id: operationIdOf(app, key),
      kind: 'Deployment',
      state: fault ? 'Failed' : 'Succeeded',
      done: true,
      createdAt: startedAt,
      startedAt,
      finishedAt: new Date(client.now()).toISOString(),
      title: t('Restart {0}', app.name),
      ...place,
      steps,
      message: fault?.message ?? t('Its instances are being started anew: its health tells when they run.'),
      ...(fault && { error: problemOf('internal', { detail: fault.message }) }),
    },
    place,
  );
}
