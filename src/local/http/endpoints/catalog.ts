import { t } from '../../../base/l10n.js';
import type { Owner, Service } from '../../../model/catalog.js';
import type { App } from '../../app.js';
import { environmentsIn, ownersIn, serviceEnvironment, serviceOf } from '../../catalog/catalog.js';
import { describeService, ownerRef } from '../../catalog/describeService.js';
import { refusal } from '../../delivery/refusal.js';
import { without } from '../../manifest/json.js';
import type { ServiceRecord } from '../../store/state.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';

export function catalogEndpoints(app: App): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/v1/services',
      handle: ({ query }) => ok(pageOf(listServices(app, query), query)),
    },
    {
      method: 'GET',
      path: '/v1/services/{service}',
      handle: ({ params }) => ok(serviceOf(findService(app, params['service'] ?? ''), app.sources)),
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/environments/{environment}',
      handle({ params }) {
        const service = findService(app, params['service'] ?? '');
        const environment = findEnvironment(app, params['environment'] ?? '');
        return ok(serviceEnvironment(service, environment, app.sources));
      },
    },
    {
      method: 'GET',
      path: '/v1/environments',
      handle: ({ query }) => ok(pageOf(environmentsIn(app.store.state), query)),
    },
    {
      method: 'GET',
      path: '/v1/owners',
      handle: ({ query }) => ok(pageOf(ownersIn(app.store.state), query)),
    },
    {
      method: 'GET',
      path: '/v1/owners/{owner}',
      handle: ({ params }) => ok(findOwner(app, params['owner'] ?? '')),
    },
    {
      method: 'GET',
      path: '/v1/owners/{owner}/members',
      handle({ params, query }) {
        findOwner(app, params['owner'] ?? '');
        // Nothing on this machine says who is in a group.
        return ok(pageOf<Owner>([], query));
      },
    },
  ];
}

/** A service by `name` or `namespace.name`; throws 404. */
export function findService(app: App, reference: string): ServiceRecord {
  const found = app.store.state.services.find(
    ({ name }) => name === reference || `default.${name}` === reference,
  );
  if (found) return found;
  throw refusal('not-found', t('There is no service "{0}".', reference));
}

/** An owner by `[kind:][namespace.]name`; throws 404. */
function findOwner(app: App, reference: string): Owner & { readonly services: number } {
  const [, kind = 'group', namespace = 'default', name = ''] =
    /^(?:([^:]+):)?(?:([^.]+)\.)?(.+)$/.exec(reference) ?? [];
  const ref = `${kind}:${namespace}/${name}`;
  const { state } = app.store;
  const found = ownersIn(state).find((owner) => owner.ref === ref);
  if (!found) throw refusal('not-found', t('There is no owner "{0}".', reference));
  return { ...found, services: state.services.filter((service) => ownerRef(service) === ref).length };
}

export function findEnvironment(app: App, name: string): string {
  if (environmentsIn(app.store.state).some((environment) => environment.name === name)) return name;
  throw refusal('not-found', t('There is no environment "{0}".', name));
}

function listServices(app: App, query: URLSearchParams): readonly Service[] {
  const names = query
    .get('names')
    ?.split(',')
    .filter((name) => name !== '');
  const records = app.store.state.services.filter(
    (record) => names === undefined || names.includes(record.name),
  );
  const isBasic = query.get('view') === 'Basic';
  const needsStatus = !isBasic || query.has('environment') || query.has('health');
  return records
    .map((record) => (needsStatus ? serviceOf(record, app.sources) : describeService(record)))
    .filter((service) => matches(service, query))
    .map((service) => (isBasic ? without(service, 'environments') : service));
}

function matches(service: Service, query: URLSearchParams): boolean {
  for (const key of ['owner', 'system', 'type', 'tier', 'lifecycle'] as const) {
    const wanted = query.get(key);
    if (wanted !== null && service[key] !== wanted) return false;
  }
  const words = query.get('q')?.toLowerCase();
  if (words) {
    const text = [service.name, service.title, service.description, service.owner].join(' ').toLowerCase();
    if (!text.includes(words)) return false;
  }
  const environment = query.get('environment');
  const health = query.get('health');
  if (environment === null && health === null) return true;
  return (service.environments ?? []).some(
    (leaf) =>
      (environment === null || (leaf.environment === environment && leaf.current !== undefined)) &&
      (health === null || leaf.health === health),
  );
}
