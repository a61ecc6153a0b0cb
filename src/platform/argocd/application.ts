import { isObject, objectAt, objectsAt, textAt, textsAt, type Json } from '../json.js';
import { present } from './present.js';

/** Where manifests come from: the parts of `spec.source` that a person would look at. */
export interface Source {
  readonly repository: string;
  readonly path: string;
  /** What is followed: a branch, a tag, a commit or a range of chart versions; `HEAD` unless said. */
  readonly target: string;
  /** Name of a chart in a repository of charts. */
  readonly chart?: string;
}

/** The last operation that Argo CD ran; it keeps no other (`status.operationState`). */
export interface Run {
  /** Running, Terminating, Succeeded, Failed or Error. */
  readonly phase: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly message?: string;
  readonly by?: string;
  readonly isAutomated?: boolean;
  readonly revision?: string;
  /** With which we asked for it. */
  readonly key?: string;
}

/** What was deployed once (`status.history`). */
export interface HistoryEntry {
  readonly id: string;
  readonly revision?: string;
  readonly startedAt?: string;
  readonly deployedAt?: string;
  readonly by?: string;
  readonly isAutomated?: boolean;
}

export interface AppCondition {
  readonly type: string;
  readonly message: string;
  readonly at?: string;
}

/** An Argo CD Application, as much of it as the picture needs. */
export interface Application {
  /** `namespace/name`: what tells it apart. */
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly project: string;
  readonly createdAt?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Only those that tell links. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly destination: { readonly namespace?: string; readonly cluster?: string };
  readonly sources: readonly Source[];
  /** Argo CD applies what Git has without being asked. */
  readonly isAutomatic: boolean;
  readonly prunes: boolean;
  readonly health: string;
  readonly healthMessage?: string;
  readonly healthSince?: string;
  readonly sync: string;
  /** What is compared with: newer than what runs where somebody must ask for a sync. */
  readonly revision?: string;
  readonly images: readonly string[];
  readonly urls: readonly string[];
  readonly run?: Run;
  /** With which an operation was asked for that has not begun. */
  readonly asked?: { readonly key?: string };
  /** What the narrow list leaves out and the watch tells. */
  readonly more?: More;
}

export interface More {
  readonly uid?: string;
  /** The ApplicationSet that made it. */
  readonly set?: string;
  readonly conditions: readonly AppCondition[];
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
}

/** Under this name the key of a request is kept with the operation that it started. */
export const keyInfo = 'goldenpath.dev/key';

const inList = [
  ...['name', 'namespace', 'labels', 'annotations', 'creationTimestamp'].map((field) => `metadata.${field}`),
  'operation.sync',
  ...['sync.status', 'sync.revision', 'health', 'summary'].map((field) => `status.${field}`),
  ...['phase', 'startedAt', 'finishedAt'].map((field) => `status.operationState.${field}`),
];
const ofSource = ['repoURL', 'path', 'targetRevision', 'chart'];
const inWatch = [
  ...inList,
  ...['uid', 'ownerReferences', 'resourceVersion'].map((field) => `metadata.${field}`),
  ...['destination', 'project', 'syncPolicy.automated', 'sourceHydrator.drySource'].map(
    (field) => `spec.${field}`,
  ),
  ...ofSource.flatMap((field) => [`spec.source.${field}`, `spec.sources.${field}`]),
  ...['operation.info', 'status.sync.revisions', 'status.conditions'],
  ...[
    'message',
    'operation.info',
    'operation.initiatedBy',
    'syncResult.revision',
    'syncResult.revisions',
  ].map((field) => `status.operationState.${field}`),
  ...['id', 'revision', 'revisions', 'deployStartedAt', 'deployedAt', 'initiatedBy'].map(
    (field) => `status.history.${field}`,
  ),
];

/** The list gives nothing but fields that its server knows by heart, of `spec` all or nothing. */
export const listFields = [...inList, 'spec'].map((field) => `items.${field}`).join(',');
export const watchFields = [
  'error',
  'result.type',
  ...inWatch.map((field) => `result.application.${field}`),
].join(',');

/** Reads an Application; `undefined` for what has no name. `isWhole`: of the watch or on its own, not of the list. */
export function applicationOf(json: Json, isWhole: boolean): Application | undefined {
  const [metadata, spec, status] = [
    objectAt(json, 'metadata'),
    objectAt(json, 'spec'),
    objectAt(json, 'status'),
  ];
  const [name, namespace = ''] = [textAt(metadata, 'name'), textAt(metadata, 'namespace')];
  if (name === undefined) return undefined;
  const [health, sync, summary] = [
    objectAt(status, 'health'),
    objectAt(status, 'sync'),
    objectAt(status, 'summary'),
  ];
  const automated = objectAt(spec, 'syncPolicy')['automated'];
  const destination = objectAt(spec, 'destination');
  return present({
    key: `${namespace}/${name}`,
    namespace,
    name,
    project: textAt(spec, 'project') ?? 'default',
    createdAt: textAt(metadata, 'creationTimestamp'),
    labels: textsIn(objectAt(metadata, 'labels'), () => true),
    annotations: textsIn(objectAt(metadata, 'annotations'), (key) => key.startsWith(linkPrefix)),
    destination: present({
      namespace: textAt(destination, 'namespace'),
      cluster: textAt(destination, 'name') ?? textAt(destination, 'server'),
    }),
    sources: sourcesIn(spec).map(sourceOf),
    isAutomatic: isObject(automated) && automated['enabled'] !== false,
    prunes: isObject(automated) && automated['prune'] === true,
    health: textAt(health, 'status') ?? 'Unknown',
    healthMessage: textAt(health, 'message'),
    healthSince: textAt(health, 'lastTransitionTime'),
    sync: textAt(sync, 'status') ?? 'Unknown',
    revision: revisionOf(sync),
    images: textsAt(summary, 'images'),
    urls: textsAt(summary, 'externalURLs'),
    run: runOf(objectAt(status, 'operationState')),
    asked: isObject(json['operation']) ? present({ key: keyOf(json['operation']) }) : undefined,
    more: isWhole ? moreOf(metadata, status) : undefined,
  });
}

/** Whether an operation is under way or about to begin. */
export function isBusy({ run, asked }: Application): boolean {
  return run ? run.phase === 'Running' || run.phase === 'Terminating' : asked !== undefined;
}

/** Annotations that put links beside an Application. */
export const linkPrefix = 'link.argocd.argoproj.io/';

export function revisionOf(value: Json): string | undefined {
  return textAt(value, 'revision') ?? textsAt(value, 'revisions')[0];
}

/** The sources of a `spec`: of one that is rendered into Git first, what it is rendered from. */
export function sourcesIn(spec: Json): readonly Json[] {
  const dry = objectAt(objectAt(spec, 'sourceHydrator'), 'drySource');
  const [several, single] = [objectsAt(spec, 'sources'), spec['source']];
  if (textAt(dry, 'repoURL') !== undefined) return [dry];
  return several.length > 0 ? several : isObject(single) ? [single] : [];
}

export function sourceOf(source: Json): Source {
  return present({
    repository: textAt(source, 'repoURL') ?? '',
    path: (textAt(source, 'path') ?? '').replace(/^(?:\.?\/)+|^\.$|\/+$/g, ''),
    target: textAt(source, 'targetRevision') ?? 'HEAD',
    chart: textAt(source, 'chart'),
  });
}

function runOf(state: Json): Run | undefined {
  const [phase, startedAt] = [textAt(state, 'phase'), textAt(state, 'startedAt')];
  if (phase === undefined || startedAt === undefined) return undefined;
  const operation = objectAt(state, 'operation');
  return present({
    phase,
    startedAt,
    finishedAt: textAt(state, 'finishedAt'),
    message: textAt(state, 'message'),
    ...initiatorOf(operation),
    revision: revisionOf(objectAt(state, 'syncResult')),
    key: keyOf(operation),
  });
}

function keyOf(operation: Json): string | undefined {
  const info = objectsAt(operation, 'info').find(({ name }) => name === keyInfo);
  return info && textAt(info, 'value');
}

function initiatorOf(value: Json): { readonly by?: string; readonly isAutomated?: boolean } {
  const initiator = objectAt(value, 'initiatedBy');
  const by = textAt(initiator, 'username');
  return { ...(by !== undefined && { by }), ...(initiator['automated'] === true && { isAutomated: true }) };
}

function moreOf(metadata: Json, status: Json): More {
  const owner = objectsAt(metadata, 'ownerReferences').find(({ kind }) => kind === 'ApplicationSet');
  return present({
    uid: textAt(metadata, 'uid'),
    set: owner && textAt(owner, 'name'),
    conditions: objectsAt(status, 'conditions').map((condition) =>
      present({
        type: textAt(condition, 'type') ?? '',
        message: textAt(condition, 'message') ?? '',
        at: textAt(condition, 'lastTransitionTime'),
      }),
    ),
    history: objectsAt(status, 'history').map((entry) =>
      present({
        // protobuf leaves out a zero, which the first entry has.
        id: String(Number(entry['id'] ?? 0)),
        revision: revisionOf(entry),
        startedAt: textAt(entry, 'deployStartedAt'),
        deployedAt: textAt(entry, 'deployedAt'),
        ...initiatorOf(entry),
      }),
    ),
  });
}

function textsIn(values: Json, isWanted: (key: string) => boolean): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const key in values) {
    const value = values[key];
    if (typeof value === 'string' && isWanted(key)) texts[key] = value;
  }
  return texts;
}
