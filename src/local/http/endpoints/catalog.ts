import { t } from '../../../base/l10n.js';
import type { Environment, Service } from '../../../model/catalog.js';
import type { Page } from '../../../model/platform.js';
import { permissionsAt } from '../../access/permissions.js';
import type { App } from '../../app.js';
import { environmentsIn, serviceEnvironment, serviceOf } from '../../catalog/catalog.js';
import { basicService, filterServices } from '../../catalog/serviceFilter.js';
import { refusal } from '../../../contract/refusal.js';
import { freezeStatus } from '../../guards/freeze.js';
import type { Caller } from '../../identity/caller.js';
import { findService as serviceNamed } from '../../store/changes.js';
import type { ServiceRecord } from '../../store/state.js';
import { driftOf } from '../../templates/lineage.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';

export function catalogEndpoints(app: App): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/v1/services',
      handle: ({ query, caller }) => ok(pageOfServices(app, query, caller)),
    },
    {
      method: 'GET',
      path: '/v1/services/{service}',
      handle: ({ params, caller }) =>
        ok(serviceOf(findService(app, params['service'] ?? ''), app.sourcesFor(caller))),
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/environments/{environment}',
      handle({ params, caller }) {
        const service = findService(app, params['service'] ?? '');
        const environment = findEnvironment(app, params['environment'] ?? '');
        const components = app.runtime.current({
          service: service.name,
          environment: environment.name,
        })?.components;
        const state = serviceEnvironment(service, environment, app.sourcesFor(caller));
        return ok({ ...state, ...(components && { components }) });
      },
    },
    {
      method: 'GET',
      path: '/v1/environments',
      async handle({ query, caller }) {
        await app.policies.refresh();
        const page = pageOf(environmentsIn(app.store.state), query);
        return ok({ ...page, items: page.items.map((item) => environmentFor(app, item, caller)) });
      },
    },
    {
      method: 'GET',
      path: '/v1/environments/{environment}',
      async handle({ params, caller }) {
        await app.policies.refresh();
        return ok(environmentFor(app, findEnvironment(app, params['environment'] ?? ''), caller));
      },
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/environments/{environment}/events',
      handle({ params, query }) {
        const service = findService(app, params['service'] ?? '').name;
        const environment = findEnvironment(app, params['environment'] ?? '').name;
        return ok(pageOf(app.control.events.list({ service, environment }), query));
      },
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/drift',
      handle({ params, caller }) {
        const { manifest } = findService(app, params['service'] ?? '');
        return ok(driftOf(manifest, app.sourcesFor(caller).templates));
      },
    },
  ];
}

/** A service by `name` or `namespace.name`; throws 404. */
export function findService(app: App, reference: string): ServiceRecord {
  const { state } = app.store;
  const found = serviceNamed(state, reference) ?? serviceNamed(state, reference.replace(/^default\./, ''));
  if (found) return found;
  throw refusal('not-found', t('There is no service "{0}".', reference));
}

export function hasEnvironment(app: App, name: string): boolean {
  return environmentNamed(app, name) !== undefined;
}

export function findEnvironment(app: App, name: string): Environment {
  const found = environmentNamed(app, name);
  if (found) return found;
  throw refusal('not-found', t('There is no environment "{0}".', name));
}

function environmentNamed(app: App, name: string): Environment | undefined {
  return environmentsIn(app.store.state).find((environment) => environment.name === name);
}

/** An environment with whether it takes changes now, and what the caller may do there. */
function environmentFor(app: App, environment: Environment, caller: Caller): Environment {
  const { windows } = app.sourcesFor(caller);
  const { access } = app.control;
  const now = Date.now();
  const freeze = freezeStatus(windows, { environment: environment.name, action: 'Deploy' }, now);
  const permissions = permissionsAt(environment, undefined, { access, caller, windows, now });
  return { ...environment, ...(freeze && { freeze }), permissions };
}

/** Status costs work, so all of it is worked out for the services of one page only. */
function pageOfServices(app: App, query: URLSearchParams, caller: Caller): Page<Service> {
  const sources = app.sourcesFor(caller);
  const page = pageOf(filterServices(query, sources), query);
  const show = query.get('view') === 'Basic' ? basicService : serviceOf;
  return { ...page, items: page.items.map((record) => show(record, sources)) };
}
