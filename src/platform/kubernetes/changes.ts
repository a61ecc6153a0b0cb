import { t } from '../../base/l10n.js';
import { fieldRefusal, refusal } from '../../contract/refusal.js';
import type { CallOptions } from '../../model/call.js';
import type { DeploymentRequest, PlanFinding } from '../../model/delivery.js';
import { filesAnnotation } from '../../model/rendering.js';
import { appliedImages } from './applied.js';
import { objectCall, patchCall, type Patch } from './calls.js';
import { revisionsOf } from './history.js';
import { keeperName, keeperOf, keptError, type Keeper } from './keeper.js';
import { changeCause, decodeObject, podTemplateOf, type KubeObject, type PodTemplate } from './objects.js';
import { isOurs, ownersIn } from './owners.js';
import type { Workload } from './picture.js';
import { withRelease } from './release.js';

/** One object that a deployment changes, and how. */
export interface Change {
  readonly workload: Workload;
  readonly patch: Patch;
  /** Of a roll back: the pods as they were then. */
  readonly template?: PodTemplate;
}

const restartedAt = 'kubectl.kubernetes.io/restartedAt';
const causePath = `/metadata/annotations/${changeCause.replace('/', '~1')}`;

/**
 * What a deployment asks for, as patches of the service's workloads. Rejects with `blocked` for what something else
 * brings, and would bring back.
 */
export async function changesFor(
  workloads: readonly Workload[],
  request: DeploymentRequest,
  at: string,
  call?: CallOptions,
): Promise<readonly Change[]> {
  const metadata = request.reason ? { metadata: { annotations: { [changeCause]: request.reason } } } : {};
  switch (request.kind) {
    case 'Restart':
      return restarts(workloads, at, metadata);
    case 'Rollback':
      return [await rollback(workloads, request, call)];
    case 'Deploy':
    case 'Promote':
      return deploys(workloads, request.release, metadata);
  }
}

/** What is to be known before a change that is not refused. */
export function warningsFor(changes: readonly Change[], { kind }: DeploymentRequest): readonly PlanFinding[] {
  if (kind === 'Rollback') return changes.filter(leavesFiles).map(filesStay);
  const keepers = changes.flatMap(({ workload }) => keeperOf(workload.object) ?? []);
  const names = new Set(keepers.filter(({ isWatchful }) => isWatchful).map(keeperName));
  return kind !== 'Restart'
    ? []
    : [...names].map((name) => ({
        code: 'restart-kept',
        severity: 'Warning',
        message: t(
          '{0} brings this workload: it may take the mark of the restart away, which restarts the pods again.',
          name,
        ),
      }));
}

/** Whether the pods would come back without the files that they had. */
function leavesFiles({ workload, template }: Change): boolean {
  const [now, then] = [podTemplateOf(workload.object), template].map(
    (one) => one?.metadata?.annotations?.[filesAnnotation],
  );
  return then !== undefined && then !== now;
}

function filesStay({ workload }: Change): PlanFinding {
  return {
    code: 'files-stay',
    severity: 'Warning',
    message: t(
      'The files of {0} were others then, and stay as they are now: a cluster keeps earlier pods, not their ConfigMaps. To have the files back, deploy the manifest of then.',
      workload.object.metadata.name,
    ),
  };
}

/** Sends a change; `isDry` makes every check of it and changes nothing. Gives the object as it is then. */
export async function sendChange(
  { workload, patch }: Change,
  isDry: boolean,
  call?: CallOptions,
): Promise<KubeObject> {
  const { cluster, kind, object } = workload;
  const send = (isForced: boolean): Promise<unknown> =>
    cluster.send(patchCall(kind, object.metadata, { ...patch, isForced }, isDry), call);
  return decodeObject(
    await send(false).catch((error: unknown) => {
      if (isOurs(ownersIn(error))) return send(true);
      throw error;
    }),
  );
}

/** The object as it is now, whatever the picture says. */
export async function latest(workload: Workload, call: CallOptions): Promise<Workload> {
  const { cluster, kind, object } = workload;
  const call2 = objectCall(kind, object.metadata.namespace, object.metadata.name);
  return { ...workload, object: await cluster.send(call2, { ...call, fresh: true }) };
}

function restarts(workloads: readonly Workload[], at: string, metadata: object): readonly Change[] {
  const running = workloads.filter(({ kind }) => kind.kind !== 'CronJob');
  if (running.length === 0) {
    throw refusal('invalid-request', t('A CronJob has nothing to restart: its next run is a new one.'));
  }
  return running.map((workload) => {
    const isRollout = workload.kind.kind === 'Rollout';
    const template = { metadata: { annotations: { [restartedAt]: at } } };
    const spec = isRollout ? { restartAt: at } : { template };
    return { workload, patch: { how: 'merge-patch+json', body: { ...metadata, spec } } };
  });
}

function deploys(
  workloads: readonly Workload[],
  release: string | undefined,
  metadata: object,
): readonly Change[] {
  if (release === undefined) throw fieldRefusal('/release', t('Say which image or tag to deploy.'));
  const isTag = !/[/:@,]/.test(release);
  const changes = (isTag ? workloads.slice(0, 1) : workloads).flatMap((workload): readonly Change[] => {
    const containers = withRelease(workload.object, release);
    return containers
      ? [
          {
            workload,
            patch: { how: 'apply-patch+yaml', body: appliedImages(workload, containers, metadata) },
          },
        ]
      : [];
  });
  if (changes.length === 0) {
    throw fieldRefusal(
      '/release',
      t('No container there runs an image of the same repository as {0}.', release),
    );
  }
  for (const { workload } of changes) refuseKept(workload);
  return changes;
}

async function rollback(
  workloads: readonly Workload[],
  { toDeployment, reason }: DeploymentRequest,
  call?: CallOptions,
): Promise<Change> {
  for (const workload of workloads) {
    if (toDeployment?.startsWith(`${workload.object.metadata.uid ?? ''}.`) !== true) continue;
    refuseKept(workload);
    const revisions = await revisionsOf(workload, call);
    const [current] = revisions;
    const wanted = revisions.find(({ id }) => id === toDeployment);
    if (wanted && wanted !== current) {
      // Its status may change meanwhile, its template may not.
      const { metadata } = workload.object;
      const body = [
        { op: 'test', path: '/metadata/generation', value: metadata.generation },
        { op: 'replace', path: '/spec/template', value: plainTemplate(wanted.template) },
        // Its place is there: the controller has written its own annotation.
        ...(reason && metadata.annotations ? [{ op: 'add', path: causePath, value: reason }] : []),
      ];
      return { workload, patch: { how: 'json-patch+json', body }, template: wanted.template };
    }
  }
  throw fieldRefusal('/toDeployment', t('The cluster keeps no such earlier revision. Choose another one.'));
}

/** Nothing that its keeper would undo at once is done. */
function refuseKept({ object }: Workload): void {
  const keeper: Keeper | undefined = keeperOf(object);
  if (keeper) throw keptError(keeper, object.metadata.name);
}

/** What the controller wrote into it is its own. */
function plainTemplate(template: PodTemplate): PodTemplate {
  const { labels = {}, ...rest } = template.metadata ?? {};
  const own = ['pod-template-hash', 'rollouts-pod-template-hash'];
  const plain = Object.fromEntries(Object.entries(labels).filter(([key]) => !own.includes(key)));
  const kept = Object.entries(template).filter(([key]) => key !== '$patch');
  return { ...Object.fromEntries(kept), metadata: { ...rest, labels: plain } };
}
