import { t } from '../../../base/l10n.js';
import type { Reader } from '../reader.js';
import type { Pod } from './containers.js';
import { filesMark } from './filesMark.js';
import { labelValue, type Head } from './head.js';
import type { RenderedObject } from './rendered.js';

export interface WorkloadParts {
  readonly head: Head;
  readonly pod: Pod;
  /** Absent where an autoscaler decides. */
  readonly replicas: number | undefined;
  readonly claimTemplates: readonly object[];
  readonly hasPorts: boolean;
}

/** The kind of object that a Service becomes by its type. */
export function workloadKind(type: string, { isStateful }: Head): string {
  if (type === 'job') return 'Job';
  if (type === 'cronjob') return 'CronJob';
  return isStateful ? 'StatefulSet' : 'Deployment';
}

/** What runs: a Deployment, StatefulSet, Job or CronJob. */
export function workloadOf(kind: string, spec: Reader, parts: WorkloadParts): RenderedObject {
  const { head, pod } = parts;
  const version = versionOf(pod);
  const labels = { ...head.labels, ...(version !== undefined && { 'app.kubernetes.io/version': version }) };
  const metadata = { ...head.named(head.name), labels };
  const template = {
    metadata: { labels: { ...labels, ...head.selector }, ...filesMark(pod.objects) },
    spec: { ...pod.spec, ...((kind === 'Job' || kind === 'CronJob') && { restartPolicy: 'OnFailure' }) },
  };
  const annotated =
    Object.keys(head.annotations).length > 0 ? { ...metadata, annotations: head.annotations } : metadata;
  const body =
    kind === 'CronJob'
      ? { ...scheduleOf(spec.map('schedule')), jobTemplate: { spec: { template } } }
      : kind === 'Job'
        ? { template }
        : lasting(kind, spec, template, parts);
  const apiVersion = kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
  return { apiVersion, kind, metadata: annotated, spec: body };
}

/** The tag of the image that does the work. */
function versionOf({ image }: Pod): string | undefined {
  const tag = /:([^:/@]+)(?:@|$)/.exec(image)?.[1];
  return tag !== undefined && labelValue.test(tag) ? tag : undefined;
}

function lasting(
  kind: string,
  spec: Reader,
  template: object,
  { head, replicas, claimTemplates, hasPorts }: WorkloadParts,
): object {
  const strategy = strategyOf(spec, kind);
  return {
    ...(replicas !== undefined && { replicas }),
    selector: { matchLabels: head.selector },
    ...(kind === 'StatefulSet' && hasPorts && { serviceName: head.name }),
    ...strategy,
    template,
    ...(claimTemplates.length > 0 && { volumeClaimTemplates: claimTemplates }),
  };
}

function strategyOf(spec: Reader, kind: string): object {
  const delivery = spec.map('delivery');
  const strategy = delivery.text('strategy') ?? 'Rolling';
  if (strategy === 'Recreate' && kind === 'Deployment') return { strategy: { type: 'Recreate' } };
  if (strategy !== 'Rolling') {
    delivery.note(t('A {0} of Kubernetes alone cannot do {1}: it rolls.', kind, strategy));
  }
  return {};
}

function scheduleOf(schedule: Reader): object {
  return {
    schedule: schedule.text('cron') ?? '',
    timeZone: schedule.text('timeZone') ?? 'Etc/UTC',
    concurrencyPolicy: schedule.text('concurrencyPolicy') ?? 'Forbid',
  };
}
