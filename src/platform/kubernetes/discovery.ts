import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import { isObject } from '../json.js';
import { get } from './calls.js';
import type { Cluster } from './cluster.js';
import type { Kind } from './objects.js';

/** A kind as an API server serves it. */
export interface ServedKind extends Kind {
  readonly isNamespaced: boolean;
}

/** Which kinds a cluster serves, asked for each group and version once (`APIResourceList`). */
export class Discovery {
  readonly #lists = new Map<string, Promise<readonly ServedKind[]>>();

  /** `undefined` where the cluster knows no such kind. */
  async find(
    cluster: Cluster,
    apiVersion: string,
    kind: string,
    call?: CallOptions,
  ): Promise<ServedKind | undefined> {
    const key = `${cluster.options.context}\n${apiVersion}`;
    const known = this.#lists.get(key) ?? kindsOf(cluster, apiVersion, call);
    this.#lists.set(key, known);
    const forget = (): unknown => this.#lists.delete(key);
    const found = (await known.catch((error: unknown) => (forget(), Promise.reject(error as Error)))).find(
      (one) => one.kind === kind,
    );
    // It may be installed while we wait for it.
    if (!found) forget();
    return found;
  }
}

async function kindsOf(
  cluster: Cluster,
  apiVersion: string,
  call?: CallOptions,
): Promise<readonly ServedKind[]> {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const path = group === '' ? `/api/${version}` : `/apis/${apiVersion}`;
  try {
    return await cluster.send(
      get(path, (value) => decode(value, group, version)),
      call,
    );
  } catch (error) {
    if (PlatformError.is(error, 'not-found', 'not-a-platform')) return [];
    throw error;
  }
}

function decode(value: unknown, group: string, version: string): readonly ServedKind[] {
  const list = isObject(value) && Array.isArray(value['resources']) ? value['resources'] : [];
  return list.filter(isObject).flatMap(({ name, kind, namespaced }) => {
    // With a slash it is a part of another, such as its status.
    if (typeof name !== 'string' || typeof kind !== 'string' || name.includes('/')) return [];
    return [{ group, version, kind, plural: name, isNamespaced: namespaced === true }];
  });
}
