import { apiOperations } from '../../contract/generated/api.js';
import type { Problem } from '../../model/problem.js';
import type { AuditEntry } from '../audit/auditLog.js';
import type { Caller } from '../identity/caller.js';
import { member, text } from '../manifest/json.js';

export interface AuditedRequest {
  readonly method: string;
  readonly pathname: string;
  /** Template of the endpoint, when one was found. */
  readonly path?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer?: unknown;
  readonly problem?: Problem;
  readonly caller?: Caller;
  readonly client: string | undefined;
  readonly requestId: string;
}

/** Questions that are no GET, and the heartbeat of windows. */
const changeNothing = ['/v1/access/evaluations', '/v1/manifests/validate', '/local/leases/{id}'];

/** Every change, asked for or made, and every refusal; not reads, looks at a plan, or what a program got wrong. */
export function isAudited(
  method: string,
  status: number,
  path: string | undefined,
  query: URLSearchParams | undefined,
): boolean {
  if (status === 401 || status === 403) return true;
  if (method === 'GET' || method === 'HEAD' || status === 404 || status === 501) return false;
  if (path !== undefined && changeNothing.includes(path)) return false;
  return query?.get('dryRun') !== 'true';
}

/** Fields of a body that say what was asked for; nothing else of it is kept. */
const kept = ['kind', 'release', 'toDeployment', 'fromEnvironment', 'override', 'comment', 'status'] as const;

/** What the audit log keeps of a request. Never a whole body: it may hold a secret. */
export function auditEntry(request: AuditedRequest): AuditEntry {
  const { method, pathname, path, params = {}, body, answer, problem, caller, client, requestId } = request;
  const found = apiOperations.find(
    (operation) => operation.method === method && `/v1${operation.path}` === path,
  );
  const service = params['service'] ?? text(member(answer, 'service')) ?? text(member(body, 'service'));
  const environment =
    params['environment'] ?? text(member(answer, 'environment')) ?? text(member(body, 'environment'));
  const reason = text(member(body, 'reason'));
  const operation = params['operation'] ?? operationIn(answer) ?? problem?.operation;
  const said = kept.flatMap((key) => {
    const value = member(body, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  const refused = problem && { status: problem.status, problem: problem.type, detail: problem.detail };
  return {
    actor: caller?.actor ?? { id: 'anonymous' },
    action: found?.id ?? `${method} ${path ?? pathname}`,
    target: pathname.slice(0, 500),
    outcome: outcomeOf(problem),
    requestId,
    ...(client !== undefined && { client: client.slice(0, 200) }),
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
    ...(reason !== undefined && { reason }),
    ...(operation !== undefined && { operation }),
    ...((said.length > 0 || refused) && { details: { ...Object.fromEntries(said), ...refused } }),
  };
}

function operationIn(answer: unknown): string | undefined {
  const id = text(member(answer, 'id'));
  return id?.startsWith('op_') ? id : undefined;
}

function outcomeOf(problem: Problem | undefined): AuditEntry['outcome'] {
  if (!problem) return 'Success';
  if (problem.status === 401 || problem.status === 403) return 'Denied';
  return problem.status === 409 ? 'Blocked' : 'Failure';
}
