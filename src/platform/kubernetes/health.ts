import { t } from '../../base/l10n.js';
import type { Health } from '../../model/catalog.js';
import type { Kind, KubeObject, ObjectCondition } from './objects.js';

export interface HealthFinding {
  readonly health: Health;
  readonly message?: string;
}

const healthy: HealthFinding = { health: 'Healthy' };

/** Health by the rules of Argo CD (its gitops-engine), so that both engines say the same of the same object. */
export function healthOf({ kind }: Kind, object: KubeObject): HealthFinding {
  switch (kind) {
    case 'Deployment':
      return deployment(object);
    case 'StatefulSet':
      return statefulSet(object);
    case 'DaemonSet':
      return daemonSet(object);
    case 'CronJob':
      return cronJob(object);
    case 'Rollout':
      return rollout(object);
    case 'Job':
      return job(object);
    default:
      return reconciled(object);
  }
}

export function conditionOf({ status }: KubeObject, type: string): ObjectCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

function progressing(message: string): HealthFinding {
  return { health: 'Progressing', message };
}

function isUnseen({ metadata, status }: KubeObject): boolean {
  return (metadata.generation ?? 0) > Number(status?.observedGeneration ?? 0);
}

const unseen = (): HealthFinding => progressing(t('Its controller has not seen the last change yet.'));
const waiting = (done: number, all: number): HealthFinding =>
  progressing(t('{0} of {1} replicas run the new version.', done, all));
const starting = (ready: number, all: number): HealthFinding =>
  progressing(t('{0} of {1} replicas are available.', ready, all));

function deployment(object: KubeObject): HealthFinding {
  const { spec, status = {} } = object;
  if (spec?.paused === true) return { health: 'Suspended', message: t('Its rollout is paused.') };
  if (isUnseen(object)) return unseen();
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const progress = conditionOf(object, 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') {
    return { health: 'Degraded', message: progress.message ?? t('Its rollout did not end in time.') };
  }
  if (updatedReplicas < (spec?.replicas ?? 0)) return waiting(updatedReplicas, spec?.replicas ?? 0);
  if (replicas > updatedReplicas) {
    return progressing(t('{0} old replicas are still to end.', replicas - updatedReplicas));
  }
  if (availableReplicas < updatedReplicas) return starting(availableReplicas, updatedReplicas);
  return healthy;
}

function statefulSet(object: KubeObject): HealthFinding {
  const { spec, status = {} } = object;
  if (Number(status.observedGeneration ?? 0) === 0 || isUnseen(object)) return unseen();
  const { readyReplicas = 0, updatedReplicas = 0 } = status;
  const { replicas, updateStrategy: { type, rollingUpdate } = {} } = spec ?? {};
  if (replicas !== undefined && readyReplicas < replicas) return starting(readyReplicas, replicas);
  if (type === 'RollingUpdate' && rollingUpdate) {
    const wanted = (replicas ?? 0) - (rollingUpdate.partition ?? 0);
    const isPartial = replicas !== undefined && rollingUpdate.partition !== undefined;
    return isPartial && updatedReplicas < wanted ? waiting(updatedReplicas, wanted) : healthy;
  }
  if (type === 'OnDelete') return healthy;
  return status.updateRevision === status.currentRevision ? healthy : waiting(updatedReplicas, replicas ?? 0);
}

function daemonSet(object: KubeObject): HealthFinding {
  const { spec, status = {} } = object;
  if (isUnseen(object)) return unseen();
  if (spec?.updateStrategy?.type === 'OnDelete') return healthy;
  const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status;
  if (updatedNumberScheduled < desiredNumberScheduled) {
    return waiting(updatedNumberScheduled, desiredNumberScheduled);
  }
  return numberAvailable < desiredNumberScheduled
    ? starting(numberAvailable, desiredNumberScheduled)
    : healthy;
}

function cronJob({ spec, status = {} }: KubeObject): HealthFinding {
  if (spec?.suspend === true) return { health: 'Suspended', message: t('Its schedule is suspended.') };
  const { active = [], lastScheduleTime, lastSuccessfulTime = '' } = status;
  if (lastScheduleTime === undefined || lastSuccessfulTime >= lastScheduleTime) return healthy;
  if (active.length > 0) return progressing(t('It runs now.'));
  return { health: 'Degraded', message: t('Its last run, of {0}, did not succeed.', lastScheduleTime) };
}

function job(object: KubeObject): HealthFinding {
  const failed = conditionOf(object, 'Failed');
  if (failed?.status === 'True') return { health: 'Degraded', message: failed.message ?? t('It failed.') };
  if (object.spec?.suspend === true) return { health: 'Suspended' };
  return conditionOf(object, 'Complete')?.status === 'True' ? healthy : progressing(t('It runs now.'));
}

function rollout(object: KubeObject): HealthFinding {
  const { status = {} } = object;
  if (isUnseen(object) && status.phase === undefined) return unseen();
  const message = status.message === undefined ? {} : { message: status.message };
  switch (status.phase) {
    case 'Healthy':
    case 'Progressing':
    case 'Degraded':
      return { health: status.phase, ...message };
    case 'Paused':
      return { health: 'Suspended', ...message };
    default:
      return { health: 'Unknown', ...message };
  }
}

/** What Flux brings: suspended, or as its condition `Ready` says. */
function reconciled(object: KubeObject): HealthFinding {
  const ready = conditionOf(object, 'Ready');
  const message = ready?.message === undefined ? {} : { message: ready.message };
  if (object.spec?.suspend === true) {
    return { health: 'Suspended', message: t('Flux does not follow it: it is suspended.') };
  }
  if (!ready) return { health: 'Unknown' };
  if (ready.status === 'True' && !isUnseen(object)) return { health: 'Healthy', ...message };
  return { health: ready.status === 'False' ? 'Degraded' : 'Progressing', ...message };
}
