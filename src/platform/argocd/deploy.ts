import { t } from '../../base/l10n.js';
import { blockSentence } from '../../model/blockSentence.js';
import { problemOf, refusalError, type ProblemCode } from '../../contract/problem.js';
import type { WriteOptions } from '../../model/call.js';
import type { DeploymentRequest, Operation, Step } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Client } from '../http/client.js';
import { applicationOf, keyInfo, type Application } from './application.js';
import { readApp, writeApp } from './calls.js';
import type { Feed } from './feed.js';
import { operationIdOf } from './ids.js';
import type { OperationPlace } from './operation.js';
import type { Operations } from './operations.js';
import { basisOf, type Planned } from './plan.js';
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
  planned: Planned,
  request: DeploymentRequest,
  { idempotencyKey, ...call }: WriteOptions,
): Promise<Operation> {
  checkPlan(planned, request);
  const { app, revision, entry } = planned;
  const key = idempotencyKey;
  if (request.kind === 'Restart') return restart(parts, place, planned, key, call);
  const body =
    entry === undefined
      ? {
          prune: app.prunes,
          infos: [{ name: keyInfo, value: key }],
          ...(revision !== undefined && revisionsOf(app, revision)),
        }
      : { id: Number(entry), prune: app.prunes };
  const answer = await parts.client.send(
    writeApp('POST', app, entry === undefined ? '/sync' : '/rollback', body),
    call,
  );
  const begun = applicationOf(answer, true) ?? app;
  parts.feed.take(begun);
  return parts.operations.began(operationIdOf(app, key), place, begun);
}

/** With several sources, the first that follows Git is meant. */
function revisionsOf(app: Application, revision: string): object {
  return app.sources.length > 1 ? { sourcePositions: [1], revisions: [revision] } : { revision };
}

/** Throws for a plan that is out of date, blocked, or not acknowledged. */
function checkPlan(planned: Planned, request: DeploymentRequest): void {
  const { plan } = planned;
  const basis = basisOf(planned);
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
  call: { readonly signal?: AbortSignal },
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
  call: { readonly signal?: AbortSignal },
): Promise<Operation> {
  if (workloads.length === 0) {
    const detail = t('{0} has nothing that can be restarted.', app.name);
    throw refusalError(422, problemOf('invalid-request', { detail }), undefined);
  }
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
