import type { CallOptions } from '../../model/call.js';
import type { PlatformEvent } from '../../model/platformEvent.js';
import { isObject, textAt } from '../json.js';
import { get, pathOf } from './calls.js';
import { misfit, pods, replicaSets, selectorText, type Kind } from './objects.js';
import type { Workload } from './picture.js';

const events: Kind = { group: 'events.k8s.io', version: 'v1', kind: 'Event', plural: 'events' };
/** Pods whose events are asked for, the newest ones. */
const mostPods = 10;

/** What the cluster tells of a workload, its newest ReplicaSet and its pods, newest first. It forgets after an hour or so. */
export async function eventsOf(workload: Workload, call?: CallOptions): Promise<readonly PlatformEvent[]> {
  const names = [
    [workload.kind.kind, workload.object.metadata.name] as const,
    ...(await childrenOf(workload, call)),
  ];
  const found = await Promise.all(names.map(([kind, name]) => eventsAbout(workload, kind, name, call)));
  return found.flat().sort((one, other) => other.time.localeCompare(one.time));
}

async function childrenOf(
  { cluster, object, kind }: Workload,
  call?: CallOptions,
): Promise<readonly (readonly [kind: string, name: string])[]> {
  const { namespace } = object.metadata;
  if (!object.spec?.selector) return [];
  const labelSelector = selectorText(object.spec.selector);
  const hasSets = kind.kind === 'Deployment' || kind.kind === 'Rollout';
  const lists = await Promise.all(
    [...(hasSets ? [replicaSets] : []), pods].map(async (child) => {
      const { items } = await cluster.list(child, { namespace, labelSelector }, call);
      const newest = items
        .map(({ metadata }) => metadata)
        .sort((one, other) => (other.creationTimestamp ?? '').localeCompare(one.creationTimestamp ?? ''));
      return newest.slice(0, child === pods ? mostPods : 1).map(({ name }) => [child.kind, name] as const);
    }),
  );
  return lists.flat();
}

async function eventsAbout(
  { cluster, object }: Workload,
  kind: string,
  name: string,
  call?: CallOptions,
): Promise<readonly PlatformEvent[]> {
  const search = new URLSearchParams({
    fieldSelector: `regarding.kind=${kind},regarding.name=${name}`,
    limit: '100',
  });
  const path = pathOf(events, object.metadata.namespace);
  const decode = (value: unknown): readonly PlatformEvent[] => decodeEvents(value, `${kind} ${name}`);
  return await cluster.send(get(path, decode, search), call);
}

function decodeEvents(value: unknown, about: string): readonly PlatformEvent[] {
  if (!isObject(value) || !Array.isArray(value['items'])) throw misfit();
  return value['items'].filter(isObject).map((event) => {
    const metadata = isObject(event['metadata']) ? event['metadata'] : {};
    const series = isObject(event['series']) ? event['series'] : {};
    const times = [
      series['lastObservedTime'],
      event['deprecatedLastTimestamp'],
      event['eventTime'],
      metadata['creationTimestamp'],
    ];
    return {
      id: textAt(metadata, 'uid') ?? '',
      time: times.find((one) => typeof one === 'string') ?? '',
      type: textAt(event, 'type') ?? 'Normal',
      reason: textAt(event, 'reason') ?? '',
      message: `${about}: ${textAt(event, 'note') ?? ''}`,
    };
  });
}
