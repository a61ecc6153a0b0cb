import type { Call } from '../http/call.js';
import {
  decodeList,
  decodeObject,
  fieldManager,
  type Kind,
  type KubeObject,
  type ObjectList,
} from './objects.js';

export interface ListQuery {
  /** Absent: of the whole cluster. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** So many objects of a list at a time. */
const pageSize = 500;

export function listCall(kind: Kind, query: ListQuery, next?: string, limit = pageSize): Call<ObjectList> {
  const search = searchOf(query);
  search.set('limit', String(limit));
  if (next !== undefined) search.set('continue', next);
  return get(pathOf(kind, query.namespace), decodeList, search);
}

/** A stream of lines, one change each, for so many seconds. */
export function watchCall(
  kind: Kind,
  namespace: string | undefined,
  since: string,
  seconds: number,
): Call<unknown> {
  const search = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: since,
    timeoutSeconds: String(seconds),
  });
  return get(pathOf(kind, namespace), (value) => value, search);
}

export function objectCall(kind: Kind, namespace: string | undefined, name: string): Call<KubeObject> {
  return get(pathOf(kind, namespace, name), decodeObject);
}

export function get<T>(path: string, decode: (value: unknown) => T, search?: URLSearchParams): Call<T> {
  return { method: 'GET', path, query: search?.toString() ?? '', decode };
}

/** A question that is asked by making an object that nothing keeps. */
export function askCall<T>(path: string, body: unknown, decode: (value: unknown) => T): Call<T> {
  return {
    method: 'POST',
    isRead: true,
    path,
    query: '',
    body: { type: 'application/json', text: JSON.stringify(body) },
    decode,
  };
}

export interface Patch {
  readonly how: 'apply-patch+yaml' | 'merge-patch+json' | 'json-patch+json';
  readonly body: unknown;
  /** Takes fields from who manages them; of what is applied alone. */
  readonly isForced?: boolean;
}

/** A change of one object; with `isDry` every check of it and no effect. */
export function patchCall(
  kind: Kind,
  { namespace, name }: { readonly namespace?: string; readonly name: string },
  { how, body, isForced = false }: Patch,
  isDry: boolean,
): Call<unknown> {
  const search = new URLSearchParams({ fieldManager, fieldValidation: 'Strict' });
  if (isDry) search.set('dryRun', 'All');
  if (isForced) search.set('force', 'true');
  return {
    method: 'PATCH',
    path: pathOf(kind, namespace, name),
    query: search.toString(),
    // JSON is YAML too.
    body: { type: `application/${how}`, text: JSON.stringify(body) },
    decode: (value) => value,
  };
}

/** Ends an object; what it made goes after it. */
export function deleteCall(kind: Kind, namespace: string | undefined, name: string): Call<unknown> {
  const query = 'propagationPolicy=Background';
  return { method: 'DELETE', path: pathOf(kind, namespace, name), query, decode: (value) => value };
}

/** Where the API serves a kind, or one object of it. */
export function pathOf(
  { group, version, plural }: Kind,
  namespace?: string,
  ...rest: readonly string[]
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return [`${root}${scope}/${plural}`, ...rest.map(encodeURIComponent)].join('/');
}

function searchOf({ labelSelector, fieldSelector }: ListQuery): URLSearchParams {
  return new URLSearchParams({
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
  });
}
