import { t } from '../../base/l10n.js';
import { refusalError } from '../../contract/problem.js';
import type { CallOptions } from '../../model/call.js';
import type { Registration } from '../../model/portal.js';
import type { Client } from '../http/client.js';
import { read, send, told } from './calls.js';
import {
  demandList,
  demandObject,
  isObject,
  misfit,
  objectAt,
  objectsAt,
  textAt,
  type Json,
} from './json.js';

/** A file somewhere that the catalogue reads entities from. */
export interface RegisteredLocation {
  readonly id: string;
  /** URL of the file. */
  readonly target: string;
}

const locations = '/api/catalog/locations';

/** The files that a catalogue reads. Rejects with `PlatformError`. */
export class Locations {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async list(call?: CallOptions): Promise<readonly RegisteredLocation[]> {
    return this.#client.send(read(locations, decodeLocations), call);
  }

  /**
   * Has the catalogue read a file. It is read without effect first: the catalogue takes any address and says nothing of
   * one that it cannot read. One that is registered already is read again.
   */
  async register(target: string, call?: CallOptions): Promise<Registration> {
    const plan = await this.plan(target, call);
    const body = { type: 'url', target };
    await this.#client.send(posted('onConflict=refresh', body, decodeRegistered), call);
    return plan;
  }

  /** What a registration would bring. Rejects with `invalid-request` where that is nothing. */
  async plan(target: string, call?: CallOptions): Promise<Registration> {
    const body = { type: 'url', target };
    const plan = await this.#client.send(posted('dryRun=true', body, decodePlan), call);
    if (plan.entities.length === 0) {
      const detail = t('There is no entity in {0}. Give the URL of a catalog-info.yaml.', target);
      const problem = { type: '/problems/invalid-request', title: 'Empty location', status: 422, detail };
      throw refusalError(422, problem, undefined);
    }
    return plan;
  }

  /** Has the catalogue read the file of an entity again, soon. */
  async refresh(entityRef: string, call?: CallOptions): Promise<void> {
    await this.#client.send(told('/api/catalog/refresh', { entityRef }), call);
  }

  /** Has the catalogue forget a file, by its id or its URL, and all that it knows from there alone. */
  async unregister(idOrTarget: string, call?: CallOptions): Promise<RegisteredLocation> {
    const all = await this.list({ ...call, fresh: true });
    const found = all.find(({ id, target }) => id === idOrTarget || target === idOrTarget);
    if (!found) {
      const detail = t('No location “{0}” is registered.', idOrTarget.slice(0, 500));
      const problem = { type: '/problems/not-found', title: 'Not found', status: 404, detail };
      throw refusalError(404, problem, undefined);
    }
    const path = `${locations}/${encodeURIComponent(found.id)}`;
    const removal = { method: 'DELETE', path, query: '', mayBeEmpty: true, decode: () => undefined } as const;
    await this.#client.send(removal, call);
    return found;
  }

  /** What Backstage makes of a repository that has no catalogue file: the first entity, as far as it can tell. */
  async analyse(target: string, call?: CallOptions): Promise<Analysis> {
    const body = { location: { type: 'url', target } };
    return this.#client.send(send('/api/catalog/analyze-location', body, decodeAnalysis), call);
  }
}

export interface Analysis {
  /** Paths of catalogue files that are there already. */
  readonly existing: readonly string[];
  readonly entity?: Json;
}

function posted<T>(query: string, body: object, decode: (value: unknown) => T) {
  return { ...send(locations, body, decode), query };
}

function locationIn(value: unknown): RegisteredLocation {
  const location = isObject(value) ? value : {};
  const [id, target] = [textAt(location, 'id'), textAt(location, 'target')];
  if (id === undefined || target === undefined) throw misfit();
  return { id, target };
}

function decodeLocations(value: unknown): readonly RegisteredLocation[] {
  return demandList(value).map((item) => locationIn(demandObject(item)['data']));
}

function decodeRegistered(value: unknown): RegisteredLocation {
  return locationIn(demandObject(value)['location']);
}

function decodePlan(value: unknown): Registration {
  const answer = demandObject(value);
  const entities = objectsAt(answer, 'entities').flatMap((entity) => {
    const [kind, name] = [textAt(entity, 'kind'), textAt(objectAt(entity, 'metadata'), 'name')];
    if (kind === undefined || name === undefined || kind === 'Location') return [];
    const namespace = textAt(objectAt(entity, 'metadata'), 'namespace') ?? 'default';
    return [`${kind.toLowerCase()}:${namespace}/${name}`];
  });
  return { isNew: answer['exists'] !== true, entities };
}

function decodeAnalysis(value: unknown): Analysis {
  const answer = demandObject(value);
  const [first] = objectsAt(answer, 'generateEntities');
  return {
    existing: objectsAt(answer, 'existingEntityFiles').flatMap((file) => {
      const target = textAt(objectAt(file, 'location'), 'target');
      return target === undefined ? [] : [target];
    }),
    ...(first && { entity: objectAt(first, 'entity') }),
  };
}
