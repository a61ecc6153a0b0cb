import { isAbort } from '../../base/abort.js';
import type { Deployment } from '../../model/delivery.js';
import { PlatformError } from '../../model/errors.js';
import type { Incident } from '../../model/incident.js';
import type { OnCall } from '../../model/offer.js';
import type { IncidentPart } from '../../model/parts.js';
import { adviseRollback, type RollbackAdvice } from '../../model/rollbackRule.js';
import type { CallOptions } from '../../model/call.js';
import type { Slo } from '../../model/slo.js';
import { offers } from '../dashboards/readPart.js';
import type { Connection } from '../session/connection.js';

/** An incident with what a person needs to end it. */
export interface IncidentFacts {
  readonly incident: Incident;
  /** The deployment that came before it, where it is of a service in an environment. */
  readonly before?: Deployment;
  readonly advice?: RollbackAdvice;
  /** Who is on call now. */
  readonly onCall: OnCall['shifts'];
}

/** Reads an incident and what surrounds it; what the platform does not tell is left out. */
export async function readIncident(
  connection: Connection,
  part: IncidentPart,
  id: string,
  signal?: AbortSignal,
): Promise<IncidentFacts> {
  const call = { fresh: true, ...(signal && { signal }) };
  const incident = await part.get(id, call);
  const { service, environment } = incident;
  if (service === undefined) return { incident, onCall: [] };
  const [onCall, deployments, slos] = await Promise.all([
    known(connection.platform.getOnCall(service, call)),
    environment === undefined
      ? undefined
      : known(connection.platform.listDeployments(service, { environment, pageSize: 50 }, call)),
    environment === undefined ? [] : slosAt(connection, service, environment, call),
  ]);
  const history = deployments?.items;
  const before = deploymentBefore(incident, history ?? []);
  return {
    incident,
    ...(before && { before }),
    ...(history &&
      environment !== undefined && {
        advice: adviceOf(connection, incident, history, slos, service, environment),
      }),
    onCall: onCall?.shifts ?? [],
  };
}

/** None where they are not measured, or what measures them is away: the incident is shown all the same. */
async function slosAt(
  { platform: { measures }, live }: Connection,
  service: string,
  environment: string,
  call: CallOptions,
): Promise<readonly Slo[]> {
  if (!measures || !offers(live.snapshot, 'slos')) return [];
  const slos = await measures.slos(service, { environment }, call).catch((error: unknown) => {
    if (PlatformError.is(error)) return [];
    throw error;
  });
  return slos.filter((slo) => (slo.environment ?? environment) === environment);
}

function adviceOf(
  { live }: Connection,
  incident: Incident,
  deployments: readonly Deployment[],
  slos: readonly Slo[],
  service: string,
  environment: string,
): RollbackAdvice {
  const place = live.snapshot.services
    .get(service)
    ?.environments?.find((each) => each.environment === environment);
  const own = adviseRollback({ deployments, place, incidents: [incident], slos, now: Date.now() });
  const { suggestion } = place ?? {};
  const to = deployments.find(({ id }) => suggestion?.kind === 'Rollback' && id === suggestion.toDeployment);
  // The platform knows more than we do: what it suggests is suggested.
  return to ? { suggested: true, to, evidence: suggestion?.evidence ?? [incident.title] } : own;
}

/** The one that the platform suspects, else the last that was live before the incident. */
export function deploymentBefore(
  { suspectedDeployment, createdAt = '' }: Incident,
  history: readonly Deployment[],
): Deployment | undefined {
  const suspected = history.find(({ id }) => id === suspectedDeployment);
  const opened = Date.parse(createdAt);
  const earlier = history.find(({ finishedAt = '', state }) => {
    const wasLive = state === 'Deployed' || state === 'Superseded' || state === 'Failed';
    return wasLive && !(Date.parse(finishedAt) > opened);
  });
  return suspected ?? earlier;
}

async function known<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isAbort(error) || !PlatformError.is(error)) throw error;
    if (PlatformError.is(error, 'unauthenticated', 'unreachable')) throw error;
    return undefined;
  }
}
