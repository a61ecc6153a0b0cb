import { isResourceRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { AccessTarget } from '../../access/access.js';
import type { App } from '../../app.js';
import { fieldRefusal, refusal } from '../../../contract/refusal.js';
import { text } from '../../manifest/json.js';
import { namePattern } from '../../manifest/serviceManifest.js';
import { planCreate, planDelete, wireResource, wireResourceTypes } from '../../resources/resourceRuns.js';
import type { ResourceWish } from '../../resources/resources.js';
import type { ResourceRecord } from '../../store/state.js';
import { checkBody } from '../checkBody.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';
import { answerRun } from '../runAnswer.js';
import { findEnvironment, findService } from './catalog.js';

export function resourceEndpoints(app: App): readonly Endpoint[] {
  const find = (id: string | undefined): ResourceRecord => {
    const record = app.resources.records.find((resource) => resource.id === id);
    if (record) return record;
    throw refusal('not-found', t('There is no resource "{0}".', id ?? ''));
  };
  return [
    {
      method: 'GET',
      path: '/v1/resource-types',
      handle: ({ query }) => ok(pageOf(wireResourceTypes(app.resources), query)),
    },
    {
      method: 'GET',
      path: '/v1/resources',
      handle({ query }) {
        const service = query.get('service');
        const found = app.resources.records.filter(
          (record) =>
            (service === null || record.services.includes(service)) &&
            (['environment', 'type'] as const).every(
              (key) => !query.get(key) || query.get(key) === record[key],
            ),
        );
        return ok(
          pageOf(
            found.map((record) => wireResource(record, app.resources)),
            query,
          ),
        );
      },
    },
    {
      method: 'POST',
      path: '/v1/resources',
      handle(exchange) {
        const body = checkBody(isResourceRequest, exchange.body);
        const { planFingerprint, ...request } = body;
        app.control.access.demand(exchange.caller, 'resource.create', body);
        return answerRun(app.runs, exchange, planFingerprint, request, () =>
          planCreate(readWish(app, body), request, app.resources),
        );
      },
    },
    {
      method: 'GET',
      path: '/v1/resources/{resource}',
      handle: ({ params }) => ok(wireResource(find(params['resource']), app.resources)),
    },
    {
      method: 'DELETE',
      path: '/v1/resources/{resource}',
      handle(exchange) {
        const request = { delete: exchange.params['resource'] };
        app.control.access.demand(exchange.caller, 'resource.delete', placeOf(app, request.delete));
        const fingerprint = exchange.query.get('planFingerprint') ?? undefined;
        return answerRun(app.runs, exchange, fingerprint, request, () =>
          planDelete(find(exchange.params['resource']), request, app.resources, app.store.state),
        );
      },
    },
  ];
}

function placeOf({ resources }: App, id: string | undefined): AccessTarget {
  const environment = resources.records.find((record) => record.id === id)?.environment;
  return { environment };
}

function readWish(
  app: App,
  body: {
    readonly name?: string;
    readonly type: string;
    readonly environment?: string;
    readonly service?: string;
    readonly params?: Readonly<Record<string, unknown>>;
  },
): ResourceWish {
  const { name = body.type, type, service } = body;
  if (!namePattern.test(name)) {
    throw fieldRefusal('/name', t('A name has lower-case letters, digits and hyphens.'));
  }
  if (body.environment === undefined) throw fieldRefusal('/environment', t('Name an environment.'));
  const policy = text(body.params?.['deletionPolicy']);
  if (policy !== undefined && policy !== 'Retain' && policy !== 'Delete') {
    throw fieldRefusal('/params/deletionPolicy', t('Write one of {0}.', 'Retain, Delete'));
  }
  return {
    name,
    type,
    environment: findEnvironment(app, body.environment).name,
    ...(service !== undefined && { service: findService(app, service).name }),
    ...(policy !== undefined && { deletionPolicy: policy }),
  };
}
