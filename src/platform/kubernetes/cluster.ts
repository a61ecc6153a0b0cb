import type { CallOptions } from '../../model/call.js';
import { PlatformError } from '../../model/errors.js';
import type { Call } from '../http/call.js';
import type { Client } from '../http/client.js';
import { isObject } from '../json.js';
import { get, listCall, objectCall, type ListQuery } from './calls.js';
import {
  deployments,
  fluxKinds,
  namespaceKind,
  rollouts,
  workloadKinds,
  type Kind,
  type KubeObject,
  type ObjectList,
} from './objects.js';

export interface ClusterOptions {
  /** Name of the context, and of the cluster as the kubeconfig calls it. */
  readonly context: string;
  readonly clusterName: string;
  readonly client: Client;
  /** All that is looked at; absent: the whole cluster, or what may be seen of it. */
  readonly namespaces: readonly string[] | undefined;
  /** Of the context: where one looks who may not see the whole cluster. */
  readonly namespace: string | undefined;
  /** Of everything in it. */
  readonly environment: string | undefined;
  /** The environment that a namespace is which says nothing of one, where it is not its name. */
  readonly placeOf?: (namespace: string) => string | undefined;
}

/** What of a cluster is looked at. */
export interface Scope {
  readonly kinds: readonly Kind[];
  /** `undefined` is the whole cluster. */
  readonly namespaces: readonly (string | undefined)[];
}

/** One context: its server, asked as its user. Rejects with `PlatformError`. */
export class Cluster {
  readonly options: ClusterOptions;
  /** Labels of the namespaces that are named, as soon as its scope is known; of the others, lists tell. */
  readonly spaceLabels = new Map<string, Readonly<Record<string, string>>>();
  #scope: Promise<Scope> | undefined;

  constructor(options: ClusterOptions) {
    this.options = options;
  }

  get client(): Client {
    return this.options.client;
  }

  send<T>(call: Call<T>, { signal, fresh = false }: CallOptions = {}): Promise<T> {
    return this.client.send(call, { signal, fresh });
  }

  /**
   * The whole list, a page after the other; once more in one piece when the pages grew too old on the way. Of each object
   * `keep` says what is to be kept before the next page comes.
   */
  async list(
    kind: Kind,
    query: ListQuery = {},
    call?: CallOptions,
    keep: (object: KubeObject) => KubeObject = (object) => object,
  ): Promise<ObjectList> {
    try {
      return await this.#pages(kind, query, call, keep);
    } catch (error) {
      if (!isGone(error)) throw error;
      const { items, ...rest } = await this.send(listCall(kind, query, undefined, 0), call);
      return { ...rest, items: items.map(keep) };
    }
  }

  /** Which kinds there are, and where they may be seen. Found out once. */
  scope(): Promise<Scope> {
    return (this.#scope ??= this.#findScope().catch((error: unknown) => {
      this.#scope = undefined;
      throw error;
    }));
  }

  async #pages(
    kind: Kind,
    query: ListQuery,
    call: CallOptions | undefined,
    keep: (object: KubeObject) => KubeObject,
  ): Promise<ObjectList> {
    const items: KubeObject[] = [];
    let next: string | undefined;
    for (;;) {
      const page = await this.send(listCall(kind, query, next), call);
      for (const object of page.items) items.push(keep(object));
      if (page.next === undefined) return { items, resourceVersion: page.resourceVersion };
      next = page.next;
    }
  }

  async #findScope(): Promise<Scope> {
    const [groups, namespaces] = await Promise.all([this.#groups(), this.#namespaces()]);
    const extra = [rollouts, ...fluxKinds].flatMap((kind) => {
      const version = groups.get(kind.group);
      return version === undefined ? [] : [{ ...kind, version }];
    });
    const names = namespaces.includes(undefined) ? [namespaceKind] : [];
    return { kinds: [...workloadKinds, ...extra, ...names], namespaces };
  }

  /** API groups, each with the version that its server likes best. */
  async #groups(): Promise<ReadonlyMap<string, string>> {
    try {
      return await this.send(get('/apis', decodeGroups));
    } catch (error) {
      // Who may not ask what there is still has what every cluster has.
      if (PlatformError.is(error, 'forbidden', 'not-found')) return new Map();
      throw error;
    }
  }

  /** Who may not see the namespace goes by its name. */
  async #readLabels(name: string): Promise<void> {
    const call = objectCall(namespaceKind, undefined, name);
    const found = await this.send(call).catch((error: unknown) => {
      if (PlatformError.is(error, 'forbidden', 'not-found')) return undefined;
      throw error;
    });
    if (found?.metadata.labels) this.spaceLabels.set(name, found.metadata.labels);
  }

  async #namespaces(): Promise<readonly (string | undefined)[]> {
    const { namespaces, namespace } = this.options;
    if (namespaces) {
      await Promise.all(namespaces.map((name) => this.#readLabels(name)));
      return namespaces;
    }
    try {
      await this.send(listCall(deployments, {}, undefined, 1));
      return [undefined];
    } catch (error) {
      if (!PlatformError.is(error, 'forbidden')) throw error;
      return namespace === undefined ? await this.#readable() : [namespace];
    }
  }

  /** The namespaces whose workloads may be listed, and where none may, that of a context that names none. */
  async #readable(): Promise<readonly string[]> {
    const { items } = await this.list(namespaceKind).catch((error: unknown) => {
      if (PlatformError.is(error, 'forbidden')) return { items: [] };
      throw error;
    });
    const open = await Promise.all(
      items.slice(0, mostAsked).map(async ({ metadata: { name, labels = {} } }) => {
        const first = this.send(listCall(deployments, { namespace: name }, undefined, 1));
        const mayList = await first.then(
          () => true,
          (error: unknown) => {
            if (PlatformError.is(error, 'forbidden')) return false;
            throw error;
          },
        );
        if (mayList) this.spaceLabels.set(name, labels);
        return mayList ? [name] : [];
      }),
    );
    const names = open.flat().slice(0, mostRead);
    return names.length > 0 ? names : ['default'];
  }
}

/** Each namespace costs a question once, and those that are read a list of each kind: where there are more, they are to be named. */
const mostAsked = 100;
const mostRead = 25;

/** Whether the server has forgotten where we were (410). */
export function isGone(error: unknown): boolean {
  return PlatformError.is(error) && error.problem?.status === 410;
}

function decodeGroups(value: unknown): ReadonlyMap<string, string> {
  const groups = isObject(value) && Array.isArray(value['groups']) ? value['groups'].filter(isObject) : [];
  return new Map(
    groups.flatMap(({ name, preferredVersion }) => {
      const version = isObject(preferredVersion) ? preferredVersion['version'] : undefined;
      return typeof name === 'string' && typeof version === 'string' ? [[name, version] as const] : [];
    }),
  );
}
