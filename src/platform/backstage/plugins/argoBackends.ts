import type { Client } from '../../http/client.js';
import type { Call } from '../../http/call.js';
import type { AppRef } from '../../argocd/calls.js';
import { read } from '../calls.js';
import { demandList, demandObject, objectAt, objectsAt, textAt, textsAt, type Json } from '../json.js';

/** Where Applications are looked for: everywhere, unless said. */
export interface Wanted {
  readonly instance?: string | undefined;
  readonly namespace?: string | undefined;
  readonly project?: string | undefined;
}

/** An Application as Argo CD has it, and whose it is. */
export interface FoundApp {
  /** Of an Argo CD, as the backend's configuration calls it. */
  readonly instance: string;
  /** Where people see that Argo CD. */
  readonly url: string;
  readonly json: Json;
}

export interface Asking {
  readonly client: Client;
  readonly signal?: AbortSignal | undefined;
}

/** What the plugins for Argo CD have in common. Rejects with `PlatformError`. */
export interface ArgoBackend {
  named(name: string, wanted: Wanted, asking: Asking): Promise<readonly FoundApp[]>;
  selected(selector: string, wanted: Wanted, asking: Asking): Promise<readonly FoundApp[]>;
  /** What the metadata of a revision are. */
  revision(instance: string, app: AppRef, revision: string): Call<Json>;
}

const community = '/api/backstage-community-argocd';
const roadie = '/api/argocd';

/** Finds Applications with all that is known of them in one request, in all instances where none is named. */
const communityBackend: ArgoBackend = {
  async named(name, { instance, ...place }, { client, signal }) {
    const path = `${community}/find/name/${encodeURIComponent(name)}`;
    const search = { expand: 'applications', ...placeOf(place) };
    const found = await client.send(read(path, demandList, new URLSearchParams(search)), { signal });
    return found
      .map(demandObject)
      .filter((one) => instance === undefined || textAt(one, 'name') === instance)
      .flatMap((one) => objectsAt(one, 'applications').map((json) => appOf(one, json)));
  },
  // It has no list of its instances, and looks for labels in one at a time.
  async selected(selector, { instance, ...place }, { client, signal }) {
    if (instance === undefined) return [];
    const path = `${community}/argoInstance/${encodeURIComponent(instance)}/applications/selector/${encodeURIComponent(selector)}`;
    const call = read(path, demandObject, new URLSearchParams(placeOf(place)));
    return objectsAt(await client.send(call, { signal }), 'items').map((json) =>
      appOf(objectAt(objectAt(json, 'metadata'), 'instance'), json),
    );
  },
  revision: (...which) => revisionAt(community, ...which),
};

/** Tells first where an Application is. */
const roadieBackend: ArgoBackend = {
  async named(name, wanted, asking) {
    return findEach(`name/${encodeURIComponent(name)}`, wanted, asking);
  },
  async selected(selector, wanted, asking) {
    return findEach(`selector/${encodeURIComponent(selector)}`, wanted, asking);
  },
  revision: (...which) => revisionAt(roadie, ...which),
};

export const argoBackends: readonly ArgoBackend[] = [communityBackend, roadieBackend];

async function findEach(
  which: string,
  { instance, namespace }: Wanted,
  { client, signal }: Asking,
): Promise<readonly FoundApp[]> {
  const search = new URLSearchParams(placeOf({ namespace }));
  const found = await client.send(read(`${roadie}/find/${which}`, demandList, search), { signal });
  const places = found
    .map(demandObject)
    .filter((one) => textsAt(one, 'appName').length > 0)
    .filter((one) => instance === undefined || textAt(one, 'name') === instance);
  const readAt = async (one: Json): Promise<readonly FoundApp[]> => {
    const at = encodeURIComponent(textAt(one, 'name') ?? '');
    const answer = await client.send(
      read(`${roadie}/argoInstance/${at}/applications/${which}`, demandObject, search),
      { signal },
    );
    const apps = Array.isArray(answer['items']) ? objectsAt(answer, 'items') : [answer];
    return apps.map((json) => appOf(one, json));
  };
  return (await Promise.all(places.map(readAt))).flat();
}

function revisionAt(
  root: string,
  instance: string,
  { name, namespace }: AppRef,
  revision: string,
): Call<Json> {
  const parts = [instance, 'applications', 'name', name, 'revisions', revision, 'metadata'];
  const search = new URLSearchParams(placeOf({ namespace: namespace === '' ? undefined : namespace }));
  return read(`${root}/argoInstance/${parts.map(encodeURIComponent).join('/')}`, demandObject, search);
}

function placeOf({ namespace, project }: Omit<Wanted, 'instance'>): Record<string, string> {
  return {
    ...(namespace !== undefined && { appNamespace: namespace }),
    ...(project !== undefined && { project }),
  };
}

function appOf(instance: Json, json: Json): FoundApp {
  return { instance: textAt(instance, 'name') ?? '', url: textAt(instance, 'url') ?? '', json };
}
