import type { CallOptions } from '../../model/call.js';
import type { RuntimeComponent, ServiceEnvironment } from '../../model/catalog.js';
import { objectAt, objectsAt, textAt, type Json } from '../json.js';
import { healthOf, type HealthFinding } from './health.js';
import { podTemplateOf, pods, selectorText, type KubeObject } from './objects.js';
import type { Workload } from './picture.js';
import { imagesOf } from './release.js';

/** A workload and its pods. */
export async function componentsOf(
  { cluster, kind, object }: Workload,
  call?: CallOptions,
): Promise<readonly RuntimeComponent[]> {
  const { name, namespace } = object.metadata;
  const [image] = imagesOf(podTemplateOf(object));
  const id = `${kind.kind}/${name}`;
  const own = { id, kind: kind.kind, name, ...healthOf(kind, object), ...(image !== undefined && { image }) };
  if (!object.spec?.selector) return [own];
  const query = { namespace, labelSelector: selectorText(object.spec.selector) };
  const { items } = await cluster.list(pods, query, call);
  return [own, ...items.map((pod) => podOf(pod, id))];
}

/** A place with its parts where they are wanted, and with why it is not well in the words of its pods. */
export function explained(
  place: ServiceEnvironment,
  components: readonly RuntimeComponent[],
  isWhole: boolean,
): ServiceEnvironment {
  const trouble = place.health === 'Healthy' ? undefined : troubleIn(components);
  const message = [place.message, trouble].filter((one) => one !== undefined).join(' ');
  return { ...place, ...(message !== '' && { message }), ...(isWhole && { components }) };
}

/** Why pods do not run, in the cluster's words. */
function troubleIn(components: readonly RuntimeComponent[]): string | undefined {
  return components.find(({ kind, message }) => kind === 'Pod' && message !== undefined)?.message;
}

function podOf(pod: KubeObject, parent: string): RuntimeComponent {
  const { name } = pod.metadata;
  const status: Json = { ...pod.status };
  const containers = ['initContainerStatuses', 'containerStatuses'].flatMap((key) => objectsAt(status, key));
  const startedAt = textAt(status, 'startTime');
  const image = containers.map((one) => textAt(one, 'image')).find((one) => one !== undefined);
  return {
    id: `Pod/${name}`,
    kind: 'Pod',
    name,
    parent,
    ...podHealth(status, containers),
    restarts: containers.reduce((sum, one) => sum + Number(one['restartCount'] ?? 0), 0),
    ...(image !== undefined && { image }),
    ...(startedAt !== undefined && { startedAt }),
  };
}

/** By Argo CD's rules for pods that are to run always. */
function podHealth(status: Json, containers: readonly Json[]): HealthFinding {
  const conditions = objectsAt(status, 'conditions');
  const phase = textAt(status, 'phase');
  const ended = containers.find((one) =>
    textAt(objectAt(objectAt(one, 'lastState'), 'terminated'), 'reason'),
  );
  const stuck = containers.flatMap((one) => {
    const waiting = objectAt(objectAt(one, 'state'), 'waiting');
    return /^Err|(?:Error|BackOff)$/.test(textAt(waiting, 'reason') ?? '')
      ? [said(waiting, textAt(one, 'name'))]
      : [];
  });
  if (stuck[0] !== undefined) return { health: 'Degraded', message: stuck[0] };
  if (
    phase === 'Succeeded' ||
    conditions.some((one) => one['type'] === 'Ready' && one['status'] === 'True')
  ) {
    return { health: 'Healthy' };
  }
  if (phase === 'Failed') return { health: 'Degraded', message: said(status) };
  if (ended) {
    return {
      health: 'Degraded',
      message: said(objectAt(objectAt(ended, 'lastState'), 'terminated'), textAt(ended, 'name')),
    };
  }
  const unplaced = conditions.find((one) => one['type'] === 'PodScheduled' && one['status'] === 'False');
  return { health: 'Progressing', ...(unplaced && { message: said(unplaced) }) };
}

function said(state: Json, container?: string): string {
  return [container, textAt(state, 'reason'), textAt(state, 'message')]
    .filter((one) => one !== undefined)
    .join(': ');
}
