import { t } from '../../base/l10n.js';
import { problemOf, refusalError } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import type { DeploymentRequest, Plan, PlanFinding } from '../../model/delivery.js';
import type { Commit } from '../../model/deployment.js';
import type { Environment } from '../../model/catalog.js';
import { PlatformError } from '../../model/errors.js';
import type { Block } from '../../model/problem.js';
import { isObject, objectsAt, textAt, textsAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import { isBusy, type Application } from './application.js';
import { readApp } from './calls.js';
import { changesOf, type Changes, type ObjectChange } from './changes.js';
import type { Commits } from './commits.js';
import { eligibilityOf, entryOf, type ReadPlace } from './deployments.js';
import type { Feed } from './feed.js';
import { deploymentIdOf, readId } from './ids.js';
import { automaticReason } from './refusal.js';
import { currentOf } from './status.js';
import type { SyncWindows } from './syncWindows.js';
import { shortRevision, versionOf } from './version.js';
import { workloadsOf, type Workload } from './workloads.js';

export interface PlanParts {
  readonly client: Client;
  readonly feed: Feed;
  readonly commits: Commits;
  readonly windows: SyncWindows;
}

/** A plan, and what is needed to carry it out. */
export interface Planned {
  readonly plan: Plan;
  readonly app: Application;
  /** To sync to; what is followed in Git where it is not said. */
  readonly revision?: string;
  /** Number of the entry of the history to go back to. */
  readonly entry?: string;
  readonly workloads: readonly Workload[];
}

/** Longer than this nobody waits for Argo CD to look at Git again. */
const refreshMs = 10_000;

/** What a change would do, by what Argo CD itself compares; every check of the real call, without effect. */
export async function planOf(
  parts: PlanParts,
  place: ReadPlace,
  environment: Environment,
  request: DeploymentRequest,
  call?: CallOptions,
): Promise<Planned> {
  const app = await refreshed(parts, place.app, request.kind === 'Deploy', call);
  const target = targetOf(app, request, place.beside);
  const [objects, block, workloads] = await Promise.all([
    request.kind === 'Restart' ? [] : comparedOf(parts, app, target, call),
    parts.windows.blockOf(app, call),
    request.kind === 'Restart' ? workloadsOf(parts.client, app, call) : [],
  ]);
  const revision = target.revision ?? app.revision;
  const commit = await parts.commits.of(app, revision, call);
  const changes = request.kind === 'Restart' ? restarts(workloads) : changesOf(objects);
  const fingerprint = await digestOf([
    app.key,
    request.kind,
    request.release,
    request.toDeployment,
    revision,
    app.more?.history.at(-1)?.id,
    changes,
  ]);
  return {
    plan: planWith({
      place: { ...place, app },
      environment,
      request,
      changes,
      revision,
      commit,
      fingerprint,
      blocks: [...target.blocks, ...(block ? [block] : []), ...busyBlock(app)],
    }),
    app,
    workloads,
    ...(target.revision !== undefined && { revision: target.revision }),
    ...(target.entry !== undefined && { entry: target.entry }),
  };
}

interface Facts {
  readonly place: ReadPlace;
  readonly environment: Environment;
  readonly request: DeploymentRequest;
  readonly changes: Changes;
  readonly revision: string | undefined;
  readonly commit: Commit | undefined;
  readonly fingerprint: string;
  readonly blocks: readonly Block[];
}

function planWith({
  place,
  environment,
  request,
  changes,
  revision,
  commit,
  fingerprint,
  blocks,
}: Facts): Plan {
  const { app, service } = place;
  const from = currentOf(app, service);
  const { confirmation, requireReason } = environment;
  const version = request.kind === 'Restart' ? versionOf(app, service, revision) : shortRevision(revision);
  const isKnown = revision !== undefined && version !== undefined;
  const warnings = warningsOf(app, request, changes);
  return {
    fingerprint,
    summary: changes.summary,
    changes: changes.changes,
    before: changes.before,
    after: changes.after,
    requires: { ...(confirmation && { confirmation }), reason: requireReason === true },
    ...(from && { from }),
    ...(isKnown && {
      toRelease: { id: revision, version, createdAt: commit?.committedAt ?? '', ...(commit && { commit }) },
    }),
    ...(commit && request.kind === 'Deploy' && { commits: [commit] }),
    ...(warnings.length > 0 && { warnings }),
    ...(blocks.length > 0 && { blocks }),
  };
}

function warningsOf(
  app: Application,
  request: DeploymentRequest,
  { changes }: Changes,
): readonly PlanFinding[] {
  const warn = (code: string, message: string): PlanFinding => ({ code, severity: 'Warning', message });
  const isDeploy = request.kind === 'Deploy';
  const isOther = isDeploy && request.release !== undefined && request.release !== app.sources[0]?.target;
  return [
    ...(isDeploy && changes.length === 0
      ? [
          {
            code: 'nothing-changes',
            severity: 'Info',
            message: t('What runs is what Git has: nothing changes.'),
          },
        ]
      : []),
    ...(request.kind === 'Rollback' || isOther
      ? [warn('out-of-sync', t('Git stays as it is: the Application is OutOfSync afterwards.'))]
      : []),
    ...(request.kind === 'Restart' && app.isAutomatic
      ? [warn('restart-drift', t('The restart is written into the live objects, not into Git.'))]
      : []),
  ];
}

interface Target {
  readonly revision?: string;
  readonly entry?: string;
  readonly blocks: readonly Block[];
}

/** Throws `invalid-request` for a kind that Argo CD has no notion of. */
function targetOf(
  app: Application,
  { kind, release, toDeployment }: DeploymentRequest,
  beside: readonly string[] | undefined,
): Target {
  if (kind === 'Restart') return { blocks: [] };
  if (kind === 'Rollback') {
    const entry = entryOf(app, readId(toDeployment ?? '').mark);
    const { eligible, reason } = eligibilityOf(app, entry, beside);
    const name = app.isAutomatic ? { name: 'AutoSync' } : {};
    return {
      ...(entry.revision !== undefined && { revision: entry.revision }),
      entry: entry.id,
      blocks: eligible ? [] : [{ reason: 'NotReversible', message: reason ?? '', ...name }],
    };
  }
  if (kind === 'Promote') {
    const detail = t('Argo CD has no promotion: it applies what Git has.');
    const remediation = { text: t('Change the configuration in Git, or connect its repository here.') };
    throw refusalError(501, problemOf('not-implemented', { detail, remediation }), undefined);
  }
  const isFollowed = release === undefined || release === app.sources[0]?.target || release === app.revision;
  if (isFollowed) return { blocks: [] };
  const message = automaticReason();
  return {
    revision: release,
    blocks: app.isAutomatic ? [{ reason: 'NotReversible', name: 'AutoSync', message }] : [],
  };
}

function busyBlock(app: Application): readonly Block[] {
  return isBusy(app)
    ? [{ reason: 'OperationInProgress', message: t('Argo CD is at work on {0} already.', app.name) }]
    : [];
}

/** The Application after Argo CD looked at Git, unless that takes too long: what it knew is good enough then. */
async function refreshed(
  { feed }: PlanParts,
  app: Application,
  isWanted: boolean,
  call: CallOptions = {},
): Promise<Application> {
  const limit = AbortSignal.timeout(refreshMs);
  const signal = call.signal ? AbortSignal.any([limit, call.signal]) : limit;
  try {
    return (await feed.read(app, { signal }, isWanted ? 'normal' : undefined)).app;
  } catch (error) {
    if (
      call.signal?.aborted ||
      (PlatformError.is(error) && !PlatformError.is(error, 'timeout', 'internal'))
    ) {
      throw error;
    }
    return app;
  }
}

/** What is blocked anyway need not be compared: that must not hide why it is blocked. */
async function comparedOf(
  parts: PlanParts,
  app: Application,
  { revision, blocks }: Target,
  call?: CallOptions,
): Promise<readonly ObjectChange[]> {
  try {
    return await objectsOf(parts, app, revision, call);
  } catch (error) {
    if (blocks.length > 0 && PlatformError.is(error)) return [];
    throw error;
  }
}

/**
 * Each object as it is and as it would be. For what is followed in Git Argo CD has compared them; for another revision
 * both sides are what it renders, so that nothing of the cluster gets in between.
 */
async function objectsOf(
  { client }: PlanParts,
  app: Application,
  revision: string | undefined,
  call?: CallOptions,
): Promise<readonly ObjectChange[]> {
  if (revision === undefined) {
    const answer = await client.send(readApp(app, '/managed-resources'), { ...call, fresh: true });
    return objectsAt(answer, 'items').map((item) => comparedObject(item, app.prunes));
  }
  const now = app.more?.history.at(-1)?.revision ?? app.revision;
  const [before, after] = await Promise.all(
    [now, revision].map((one) =>
      client.send(readApp(app, '/manifests', { revision: one }), { ...call, fresh: true }),
    ),
  );
  const [old, next] = [rendered(before), rendered(after)];
  return [...new Set([...old.keys(), ...next.keys()])].map((resource) => {
    const [was, is] = [old.get(resource), next.get(resource)];
    return {
      resource: resource.split(' ')[0] ?? '',
      ...(was && { before: was }),
      ...(is && { after: is }),
      isLeft: was !== undefined && is === undefined && !app.prunes,
    };
  });
}

function comparedObject(item: Json, prunes: boolean): ObjectChange {
  const [before, after] = [objectIn(item, 'normalizedLiveState'), objectIn(item, 'predictedLiveState')];
  const isGone = objectIn(item, 'targetState') === undefined;
  return {
    resource: `${textAt(item, 'kind') ?? ''}/${textAt(item, 'name') ?? ''}`,
    ...(before && { before }),
    ...(after && !isGone && { after }),
    isLeft: before !== undefined && isGone && !prunes,
  };
}

function rendered(answer: Json | undefined): ReadonlyMap<string, Json> {
  const objects = textsAt(answer ?? {}, 'manifests')
    .map(parsed)
    .filter((object) => object !== undefined);
  return new Map(
    objects.map((object) => {
      const { name, namespace } = (isObject(object['metadata']) ? object['metadata'] : {}) as Record<
        string,
        unknown
      >;
      return [
        `${String(object['kind'])}/${String(name)} ${String(namespace)} ${String(object['apiVersion'])}`,
        object,
      ];
    }),
  );
}

/** States are JSON in JSON; `null` for none. */
function objectIn(item: Json, key: string): Json | undefined {
  return parsed(textAt(item, key) ?? 'null');
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function restarts(workloads: readonly Workload[]): Changes {
  const changes = workloads.map(({ kind, name }) => ({
    action: 'Replace' as const,
    resource: `${kind}/${name}`,
    message: t('Its instances are started anew, with what runs now.'),
  }));
  return { changes, summary: { replace: changes.length }, before: '', after: '' };
}

/** sha256 over everything that makes a plan another one. */
export async function digestOf(parts: readonly unknown[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return `sha256:${Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Id of the deployment that a plan starts from, as the list has it. */
export function basisOf({ plan, app }: Planned): string | undefined {
  const last = app.more?.history.at(-1);
  return last ? deploymentIdOf(app, last.id) : plan.from?.id;
}
