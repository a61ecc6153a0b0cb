import { t } from '../../base/l10n.js';
import type { CallOptions } from '../../model/call.js';
import type { Deployment } from '../../model/delivery.js';
import {
  changeCause,
  controllerRevisions,
  podTemplateOf,
  replicaSets,
  selectorText,
  type KubeObject,
  type PodTemplate,
} from './objects.js';
import { keeperOf, keptSentence } from './keeper.js';
import { deploymentId, finishOf, revisionOf, stateOf, type Workload } from './picture.js';
import { releaseId, releaseOf } from './release.js';

/** What a workload's pods were made from at one time. */
export interface Revision {
  readonly id: string;
  readonly revision: string;
  /** Counts up. */
  readonly number: number;
  readonly createdAt: string;
  readonly template: PodTemplate;
  /** Whether it was there before, and came back. */
  readonly isBack: boolean;
  /** What somebody said of it. */
  readonly cause?: string;
}

const revisionKeys = ['deployment.kubernetes.io/revision', 'rollout.argoproj.io/revision'];
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

/** The revisions that the cluster still keeps of a workload (`revisionHistoryLimit`), newest first. */
export async function revisionsOf(workload: Workload, call?: CallOptions): Promise<readonly Revision[]> {
  const { cluster, kind, object } = workload;
  const { namespace, uid } = object.metadata;
  if (kind.kind === 'CronJob' || !object.spec?.selector) return [now(workload)];
  const source = ['StatefulSet', 'DaemonSet'].includes(kind.kind) ? controllerRevisions : replicaSets;
  const labelSelector = selectorText(object.spec.selector);
  const { items } = await cluster.list(source, { namespace, labelSelector }, call);
  const own = items.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.uid === uid));
  const revisions = own.flatMap((one) => revisionIn(workload, one) ?? []);
  return revisions.length === 0 ? [now(workload)] : revisions.sort((one, other) => other.number - one.number);
}

/** As deployments, newest first; the rest of the history is what the cluster forgot. */
export async function deploymentsOf(workload: Workload, call?: CallOptions): Promise<readonly Deployment[]> {
  const revisions = await revisionsOf(workload, call);
  const keeper = keeperOf(workload.object);
  const { service, environment, object } = workload;
  return revisions.map((revision, index): Deployment => {
    const isCurrent = index === 0;
    const before = revisions[index + 1];
    const finishedAt = isCurrent ? finishOf(object) : undefined;
    const reason = isCurrent ? t('It runs now.') : keeper && keptSentence(keeper, object.metadata.name);
    return {
      id: revision.id,
      service,
      environment,
      kind: kindOf(revision, before),
      state: isCurrent ? stateOf(workload) : 'Superseded',
      release: releaseOf(revision.template, revision.createdAt),
      rollback: reason === undefined ? { eligible: true } : { eligible: false, reason },
      ...(before && { replaces: before.id }),
      // What came back was made when it first ran.
      ...(!revision.isBack && { createdAt: revision.createdAt, startedAt: revision.createdAt }),
      ...(finishedAt !== undefined && { finishedAt }),
      ...(revision.cause !== undefined && { reasonText: revision.cause }),
    };
  });
}

/** Of several workloads: what runs comes first, then by age. */
export async function historyOf(
  workloads: readonly Workload[],
  call?: CallOptions,
): Promise<readonly Deployment[]> {
  const all = await Promise.all(workloads.map((workload) => deploymentsOf(workload, call)));
  const ageOf = ({ state, createdAt, release }: Deployment): string =>
    `${state === 'Superseded' ? 0 : 1}${createdAt ?? release.createdAt}`;
  return all.flat().sort((one, other) => (all.length > 1 ? ageOf(other).localeCompare(ageOf(one)) : 0));
}

function kindOf({ isBack, template }: Revision, before: Revision | undefined): Deployment['kind'] {
  if (isBack) return 'Rollback';
  const [next, last] = [template, before?.template].map((one) => one?.metadata?.annotations?.[restartedAt]);
  const isSame = before && releaseId(template) === releaseId(before.template);
  return isSame && next !== undefined && next !== last ? 'Restart' : 'Deploy';
}

/** Of a workload whose history is not kept, or may not be seen. */
function now(workload: Workload): Revision {
  const { object } = workload;
  const revision = revisionOf(workload);
  return {
    id: deploymentId(workload, revision),
    revision,
    number: 0,
    createdAt: object.metadata.creationTimestamp ?? '',
    template: podTemplateOf(object) ?? {},
    isBack: true,
  };
}

function revisionIn(workload: Workload, one: KubeObject): Revision | undefined {
  const { annotations = {}, creationTimestamp = '', name } = one.metadata;
  // A ControllerRevision is no object with a spec: it holds its number, and the template as a patch.
  const { revision, data } = one as { revision?: number; data?: { spec?: { template?: PodTemplate } } };
  const told = revisionKeys.map((key) => annotations[key]).find((value) => value !== undefined);
  const number = revision ?? Number(told);
  const template = data?.spec?.template ?? podTemplateOf(one);
  if (Number.isNaN(number) || !template) return undefined;
  const cause = annotations[changeCause];
  const id = workload.kind.kind === 'StatefulSet' ? name : String(number);
  return {
    id: deploymentId(workload, id),
    revision: id,
    number,
    createdAt: creationTimestamp,
    template,
    isBack: annotations['deployment.kubernetes.io/revision-history'] !== undefined,
    ...(cause !== undefined && { cause }),
  };
}
