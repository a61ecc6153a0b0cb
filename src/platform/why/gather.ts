import { isAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { DeploymentRequest } from '../../model/delivery.js';
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
  const ask = <T>(work: () => Promise<T>, isNeeded = false): Promise<Fact<T>> =>
    fact(work, isNeeded, isOfParts);
  /** A plan may take a while, and says nothing of what runs. */
  const askToDeploy = <T>(work: () => Promise<T>): Promise<Fact<T>> =>
    question === 'deploy' ? ask(work) : Promise.resolve({ known: false, why: '' });
  const call = { fresh: true, ...(signal && { signal }) };
  const target = await ask(() => findEnvironment(platform, environment, call), true);
  const known = await ask(() => platform.getService(service, call));
  const place = mapped(known, ({ environments }) =>
    environments?.find((state) => state.environment === environment),
  );
  const running = place.known ? place.value?.operation : undefined;
  const [access, operation, plan, deployment, events, logs] = await Promise.all([
    askToDeploy(() => mayDeploy(platform, service, environment, call)),
    askToDeploy(async () => (running === undefined ? undefined : platform.getOperation(running, call))),
    askToDeploy(async () =>
      platform.planDeployment(service, await newest(platform, service, environment, call), call),
    ),
    ask(async () => (await platform.listDeployments(service, { environment, pageSize: 1 }, call)).items[0]),
    ask(async () => {
      const part = offered(platform.places);
      return (await part.events(service, environment, { pageSize: 20 }, call)).items;
    }),
    ask(() => linesOf(platform.logs(service, environment, { tail: lastLines }, call))),
  ]);
  return { service, environment, manifest, access, place, target, operation, plan, deployment, events, logs };
}

/** `isNeeded`: without it there is nothing to say, so that its failure is the person's answer. */
async function fact<T>(ask: () => Promise<T>, isNeeded: boolean, isOfParts: boolean): Promise<Fact<T>> {
  try {
    return { known: true, value: await ask() };
  } catch (error) {
    if (isAbort(error) || isNeeded || !(error instanceof PlatformError || error instanceof UserError)) {
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

/** A deployment of the newest release: what would be planned if a person deployed now. */
async function newest(
  platform: Platform,
  service: string,
  environment: string,
  call: { readonly signal?: AbortSignal },
): Promise<DeploymentRequest> {
  const [release] = (await platform.listReleases(service, { pageSize: 1 }, call)).items;
  if (!release) {
    throw new UserError('why.release', t('Nothing is released yet, so that there is nothing to plan.'));
  }
  return { environment, kind: 'Deploy', release: release.id };
}

async function linesOf(stream: AsyncIterable<LogLine>): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of stream) lines.push(line);
  return lines;
}
