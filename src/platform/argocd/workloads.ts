import type { CallOptions } from '../../model/call.js';
import type { Replicas, RuntimeComponent } from '../../model/catalog.js';
import { PlatformError } from '../../model/errors.js';
import { objectAt, objectsAt, textAt, textsAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import type { Application } from './application.js';
import { readApp, type AppRef } from './calls.js';
import { present } from './present.js';

/** An object of the cluster that is part of an Application. */
export interface Workload {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** What can be started anew. */
const restartable: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout']);

/** The objects of an Application, and what came of them. */
export async function treeOf(client: Client, app: AppRef, call?: CallOptions): Promise<readonly Json[]> {
  return objectsAt(await client.send(readApp(app, '/resource-tree'), call), 'nodes');
}

export async function workloadsOf(
  client: Client,
  app: AppRef,
  call?: CallOptions,
): Promise<readonly Workload[]> {
  return workloadsIn(await treeOf(client, app, call));
}

export function workloadsIn(nodes: readonly Json[]): readonly Workload[] {
  return nodes.map(workloadOf).filter(({ kind }) => restartable.has(kind));
}

export function workloadOf(node: Json): Workload {
  const text = (key: string): string => textAt(node, key) ?? '';
  return {
    group: text('group'),
    version: text('version'),
    kind: text('kind'),
    namespace: text('namespace'),
    name: text('name'),
    uid: text('uid'),
  };
}

/** What has a health of its own, and what it belongs to; not what is left of earlier versions. */
export function componentsOf(nodes: readonly Json[]): readonly RuntimeComponent[] {
  const parents = new Set(nodes.flatMap((node) => parentOf(node) ?? []));
  const isOld = (node: Json): boolean =>
    textAt(node, 'kind') === 'ReplicaSet' && healthOf(node) === 'Healthy' && !parents.has(idOf(node));
  return nodes
    .filter((node) => (healthOf(node) !== undefined && !isOld(node)) || parents.has(idOf(node)))
    .map((node): RuntimeComponent => {
      const restarts = Number(infoOf(node, 'Restart Count') ?? infoOf(node, 'Restarts') ?? NaN);
      const words = [infoOf(node, 'Status Reason'), textAt(objectAt(node, 'health'), 'message')];
      return present({
        id: idOf(node),
        kind: textAt(node, 'kind') ?? '',
        name: textAt(node, 'name') ?? '',
        parent: parentOf(node),
        health: healthOf(node) ?? 'Unknown',
        message: words.filter(Boolean).join(': ') || undefined,
        image: textsAt(node, 'images')[0],
        restarts: Number.isNaN(restarts) ? undefined : restarts,
        startedAt: textAt(node, 'createdAt'),
      });
    });
}

/** The components of one of several Applications, below it. */
export function componentsBelow(
  { name, health }: Pick<Application, 'name' | 'health'>,
  message: string | undefined,
  nodes: readonly Json[],
): readonly RuntimeComponent[] {
  const within = (id: string): string => `${name}/${id}`;
  return [
    present({ id: name, kind: 'Application', name, health, message }),
    ...componentsOf(nodes).map(({ id, parent, ...rest }) => ({
      ...rest,
      id: within(id),
      parent: parent === undefined ? name : within(parent),
    })),
  ];
}

/** The sum over several Applications; `undefined` where nothing is known of any. */
export function replicasTogether(all: readonly (Replicas | undefined)[]): Replicas | undefined {
  const known = all.filter((count) => count !== undefined);
  if (known.length === 0) return undefined;
  const sum = (key: keyof Replicas): number => known.reduce((total, count) => total + (count[key] ?? 0), 0);
  return { desired: sum('desired'), ready: sum('ready'), updated: sum('updated') };
}

/** How many instances the workloads want and have; `undefined` where none of them may be read. */
export async function replicasOf(
  client: Client,
  app: AppRef,
  nodes: readonly Json[],
  call?: CallOptions,
): Promise<Replicas | undefined> {
  const counts = await Promise.all(
    workloadsIn(nodes).map(async (workload) => {
      try {
        return countsIn(await client.send(readApp(app, '/resource', objectQuery(workload)), call));
      } catch (error) {
        if (PlatformError.is(error)) return undefined;
        throw error;
      }
    }),
  );
  return replicasTogether(counts);
}

/** How an object is named in queries. */
export function objectQuery({
  group,
  version,
  kind,
  namespace,
  name,
}: Workload): Readonly<Record<string, string>> {
  return { namespace, resourceName: name, version, group, kind };
}

function countsIn(answer: Json): Replicas | undefined {
  const manifest: unknown = JSON.parse(textAt(answer, 'manifest') ?? 'null');
  if (typeof manifest !== 'object' || manifest === null) return undefined;
  const [spec, status] = [objectAt(manifest as Json, 'spec'), objectAt(manifest as Json, 'status')];
  const number = (...values: readonly unknown[]): number =>
    Number(values.find((value) => value !== undefined) ?? 0);
  return {
    desired: number(spec['replicas'], status['desiredNumberScheduled'], 1),
    ready: number(status['readyReplicas'], status['numberReady']),
    updated: number(status['updatedReplicas'], status['updatedNumberScheduled']),
  };
}

export function healthOf(node: Json): string | undefined {
  return textAt(objectAt(node, 'health'), 'status');
}

export function infoOf(node: Json, name: string): string | undefined {
  const found = objectsAt(node, 'info').find((item) => item['name'] === name);
  return found && textAt(found, 'value');
}

function idOf(node: Json): string {
  return [textAt(node, 'namespace'), textAt(node, 'kind'), textAt(node, 'name')].filter(Boolean).join('/');
}

function parentOf(node: Json): string | undefined {
  const [parent] = objectsAt(node, 'parentRefs');
  return parent && idOf(parent);
}
