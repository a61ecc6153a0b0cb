import { isIncidentPatch, isIncidentRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { plainPermissions } from '../../access/permissions.js';
import { ownerRef } from '../../catalog/describeService.js';
import { fieldRefusal, refusal } from '../../../contract/refusal.js';
import type { Caller } from '../../identity/caller.js';
import { onCallOf } from '../../incidents/onCall.js';
import { without } from '../../manifest/json.js';
import type { IncidentRecord } from '../../store/state.js';
import { checkBody } from '../checkBody.js';
import { entityTag } from '../entityTag.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';
import { findEnvironment, findService } from './catalog.js';

/** What went wrong, and who is called for it. */
export function incidentEndpoints(app: App): readonly Endpoint[] {
  const { incidents } = app.control;
  const find = (id = ''): IncidentRecord => {
    const found = incidents.find(id);
    if (found) return found;
    throw refusal('not-found', t('There is no incident "{0}".', id));
  };
  const shown = (incident: IncidentRecord, caller: Caller): object => ({
    ...incident,
    permissions: plainPermissions(app.control.access, caller, ['incident.create'], {
      service: incident.service,
      environment: incident.environment,
    }),
  });
  return [
    {
      method: 'GET',
      path: '/v1/incidents',
      handle({ query, caller }) {
        const found = incidents
          .list()
          .filter((incident) =>
            (['service', 'environment', 'status'] as const).every(
              (key) => !query.get(key) || query.get(key) === incident[key],
            ),
          );
        const page = pageOf(found, query);
        const items = page.items.map((incident) => without(incident, 'updates'));
        return ok({ ...page, items: items.map((incident) => shown(incident, caller)) });
      },
    },
    {
      method: 'GET',
      path: '/v1/incidents/{incident}',
      handle: ({ params, caller }) => ok(shown(find(params['incident']), caller)),
    },
    {
      method: 'POST',
      path: '/v1/incidents',
      handle({ body, caller }) {
        const request = checkBody(isIncidentRequest, body);
        const service = findService(app, request.service).name;
        const { environment, suspectedDeployment } = request;
        if (request.title.trim() === '') throw fieldRefusal('/title', t('Say in a few words what is wrong.'));
        if (environment !== undefined) findEnvironment(app, environment);
        const isKnown = app.store.state.deployments.some(
          (item) => item.id === suspectedDeployment && item.service === service,
        );
        if (suspectedDeployment !== undefined && !isKnown) {
          throw fieldRefusal(
            '/suspectedDeployment',
            t('The service has no deployment "{0}".', suspectedDeployment),
          );
        }
        app.control.access.demand(caller, 'incident.create', { service, environment });
        const incident = incidents.declare({ ...request, service }, caller.actor);
        const headers = { Location: `/v1/incidents/${incident.id}` };
        return { status: 201, body: shown(incident, caller), headers };
      },
    },
    {
      method: 'PATCH',
      path: '/v1/incidents/{incident}',
      handle({ params, body, caller, header }) {
        const incident = find(params['incident']);
        const change = checkBody(isIncidentPatch, body);
        const { service, environment } = incident;
        app.control.access.demand(caller, 'incident.create', { service, environment });
        const expected = header('If-Match');
        if (expected !== undefined && expected !== '*' && expected !== entityTag(shown(incident, caller))) {
          throw refusal('etag-mismatch', t('Someone changed the incident meanwhile. Read it again.'));
        }
        if (incident.status === 'Resolved' && change.status === 'Acknowledged') {
          throw fieldRefusal('/status', t('The incident is resolved. Declare another one.'));
        }
        return ok(shown(incidents.update(incident, change, caller.actor), caller));
      },
    },
    {
      method: 'GET',
      path: '/v1/services/{service}/on-call',
      async handle({ params }) {
        const record = findService(app, params['service'] ?? '');
        await app.control.book.refresh();
        return ok(onCallOf(record.manifest, ownerRef(record), app.control.book.documents));
      },
    },
  ];
}
