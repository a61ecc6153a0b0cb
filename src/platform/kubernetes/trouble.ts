import type { CallOptions } from '../../model/call.js';
import { isJson, pods, selectorText, textIn, type KubeObject } from './objects.js';
import type { Workload } from './picture.js';

/** Every pod waits for these in its beginning. */
const usual = /^(?:ContainerCreating|PodInitializing|Completed)$/;

/** Why the pods of a workload do not run, in the cluster's words; `undefined` where they do or it does not say. */
export async function troubleOf(
  { cluster, object }: Workload,
  call?: CallOptions,
): Promise<string | undefined> {
  if (!object.spec?.selector) return undefined;
  const query = { namespace: object.metadata.namespace, labelSelector: selectorText(object.spec.selector) };
  const { items } = await cluster.list(pods, query, call);
  return items.flatMap(reasonsOf)[0];
}

function reasonsOf(pod: KubeObject): readonly string[] {
  const { initContainerStatuses, containerStatuses, conditions } = (pod.status ?? {}) as Record<
    string,
    unknown
  >;
  const containers = [initContainerStatuses, containerStatuses].flatMap(objectsIn).flatMap((one) => {
    const { waiting, terminated } = isJson(one['state']) ? one['state'] : {};
    const reason = sentenceOf(isJson(waiting) ? waiting : terminated);
    return reason === undefined ? [] : [`${textIn(one, 'name') ?? ''}: ${reason}`];
  });
  const unplaced = objectsIn(conditions).filter(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  return [...containers, ...unplaced.flatMap((one) => sentenceOf(one) ?? [])];
}

function sentenceOf(state: unknown): string | undefined {
  if (!isJson(state)) return undefined;
  const [reason, message] = [textIn(state, 'reason'), textIn(state, 'message')];
  if (reason === undefined || usual.test(reason)) return undefined;
  return message === undefined ? reason : `${reason}: ${message}`;
}

function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
