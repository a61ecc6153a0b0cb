import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Service } from '../../model/catalog.js';
import type { DeploymentRequest, Plan, Release } from '../../model/delivery.js';
import { PlatformError, UserError } from '../../model/errors.js';
import type { LogLine, Platform } from '../../model/platform.js';
import { findEnvironment } from '../findEnvironment.js';
import type { WhyQuestion } from './explain.js';
import type { AccessFact, Fact, ManifestFact, WhyFacts } from './facts.js';

const lastLines = 200;

export interface WhyPlace {
  readonly service: string;
  readonly environment: string;
}

/**
 * Asks the platform for everything that the answer to a question goes by, all at once and without any effect. What it
 * does not answer is unknown. Rejects only when the platform itself cannot be spoken to, or when `signal` aborts.
 */
export async function gatherFacts(
  platform: Platform,
  { service, environment }: WhyPlace,
  manifest: Fact<ManifestFact>,
  question: WhyQuestion,
  signal?: AbortSignal,
): Promise<WhyFacts> {
  // A part that is away is no reason not to look at what the others tell.
  const isOfParts = platform.parts !== undefined;
  const ask = <T>(work: () => Promise<T>, isAnswer: IsAnswer = () => false): Promise<Fact<T>> =>
    fact(work, isAnswer, isOfParts);
  /** A plan may take a while, and says nothing of what runs. */
  const askToDeploy = <T>(work: () => Promise<T>): Promise<Fact<T>> =>
    question === 'deploy' ? ask(work) : Promise.resolve({ known: false, why: '' });
  const call = { fresh: true, ...(signal && { signal }) };
  const target = await ask(
    () => findEnvironment(platform, environment, call),
    () => true,
  );
  const known = await ask(
    () => readService(platform, service, manifest.known, call),
    (error) => PlatformError.is(error, 'not-found'),
  );
  const isNew = known.known && known.value === undefined;
  /** Of a service that only its manifest tells of yet, the platform has nothing. */
  const askOfIt = <T>(nothing: T, work: () => Promise<T>): Promise<Fact<T>> =>
    isNew ? Promise.resolve({ known: true, value: nothing }) : ask(work);
  const place = mapped(known, (found) =>
    found?.environments?.find((state) => state.environment === environment),
  );
  const running = place.known ? place.value?.operation : undefined;
  const [access, operation, plan, deployment, events, logs] = await Promise.all([
    askToDeploy(() => mayDeploy(platform, service, environment, call)),
    askToDeploy(async () => (running === undefined ? undefined : platform.getOperation(running, call))),
    askToDeploy(async () => {
      const release = isNew
        ? undefined
        : (await platform.listReleases(service, { pageSize: 1 }, call)).items[0];
      return planOf(platform, service, { environment, kind: 'Deploy', release: released(release).id }, call);
    }),
    askOfIt(
      undefined,
      async () => (await platform.listDeployments(service, { environment, pageSize: 1 }, call)).items[0],
    ),
    askOfIt([], async () => {
      const part = offered(platform.places);
      return (await part.events(service, environment, { pageSize: 20 }, call)).items;
    }),
    askOfIt([], () => linesOf(platform.logs(service, environment, { tail: lastLines }, call))),
  ]);
  return { service, environment, manifest, access, place, target, operation, plan, deployment, events, logs };
}

/** Whether a failure leaves nothing more to say: it is the person's answer then. */
type IsAnswer = (error: unknown) => boolean;

async function fact<T>(ask: () => Promise<T>, isAnswer: IsAnswer, isOfParts: boolean): Promise<Fact<T>> {
  try {
    return { known: true, value: await ask() };
  } catch (error) {
    if (
      isAbort(error) ||
      isAnswer(error) ||
      !(error instanceof PlatformError || error instanceof UserError)
    ) {
      throw error;
    }
    if (!isOfParts && PlatformError.is(error, 'unauthenticated', 'unreachable')) throw error;
    return { known: false, why: error.message };
  }
}

function mapped<T, U>(known: Fact<T>, change: (value: T) => U): Fact<U> {
  return known.known ? { known: true, value: change(known.value) } : known;
}

function offered<T>(part: T | undefined): T {
  if (part !== undefined) return part;
  throw new UserError('why.part', t('This platform does not tell.'));
}

async function mayDeploy(
  platform: Platform,
  service: string,
  environment: string,
  call: { readonly signal?: AbortSignal },
): Promise<AccessFact> {
  const { evaluations } = await offered(platform.access).evaluate(
    {
      evaluations: [
        { action: { name: 'deploy' }, resource: { type: 'service', id: service }, context: { environment } },
      ],
    },
    call,
  );
  const answer = evaluations[0];
  if (!answer) throw new UserError('why.access', t('This platform does not tell.'));
  const text = (key: string): string | undefined => {
    const value = answer.context?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  const state = text('state');
  const reason = text('reason') ?? text('message');
  return {
    decision: answer.decision,
    ...(state !== undefined && { state }),
    ...(reason !== undefined && { reason }),
  };
}

/** `undefined` for one that the platform has not, though there is a manifest of it. */
async function readService(
  platform: Platform,
  service: string,
  hasManifest: boolean,
  call: CallOptions,
): Promise<Service | undefined> {
  try {
    return await platform.getService(service, call);
  } catch (error) {
    if (hasManifest && PlatformError.is(error, 'not-found')) return undefined;
    throw error;
  }
}

function released(newest: Release | undefined): Release {
  if (newest) return newest;
  throw new UserError('why.release', t('Nothing is released yet, so that there is nothing to plan.'));
}

/** What a person would see who deployed now: a plan that is refused is one that something stands in the way of. */
async function planOf(
  platform: Platform,
  service: string,
  request: DeploymentRequest,
  call: CallOptions,
): Promise<Plan> {
  try {
    return await platform.planDeployment(service, request, call);
  } catch (error) {
    if (!PlatformError.is(error, 'forbidden', 'blocked', 'operation-in-progress', 'invalid-request')) {
      throw error;
    }
    const reason = error.code === 'forbidden' ? 'PermissionDenied' : 'Refused';
    const block = error.problem?.blockedBy ?? { reason, message: error.message };
    return { fingerprint: '', summary: {}, changes: [], blocks: [block] };
  }
}

async function linesOf(stream: AsyncIterable<LogLine>): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of stream) lines.push(line);
  return lines;
}
