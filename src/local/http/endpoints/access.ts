import { isAccessEvaluationRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { PermissionName } from '../../access/access.js';
import { permissionsAt, plainPermissions } from '../../access/permissions.js';
import type { App } from '../../app.js';
import { environmentsIn } from '../../catalog/catalog.js';
import { isObject, member, text } from '../../manifest/json.js';
import { findService } from '../../store/changes.js';
import { checkBody } from '../checkBody.js';
import { ok, type Endpoint, type Exchange } from '../exchange.js';

const platformWide: readonly PermissionName[] = [
  'deploy',
  'promote',
  'rollback',
  'restart',
  'logs.read',
  'approve',
  'incident.create',
  'feedback.create',
  'action.run',
  'resource.create',
  'resource.delete',
  'environment.create',
  'secret.write',
];

/** Who the caller is and what it may do. */
export function accessEndpoints(app: App): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/v1/me',
      async handle({ caller }) {
        const { access, book } = app.control;
        await book.refresh();
        const groups = [...access.identities(caller)].filter((reference) => reference !== caller.actor.id);
        return ok({
          user: caller.actor,
          groups: groups.sort(),
          permissions: plainPermissions(access, caller, platformWide),
        });
      },
    },
    {
      method: 'POST',
      path: '/v1/access/evaluations',
      readOnly: true,
      async handle(exchange) {
        await app.control.book.refresh();
        const { evaluations } = checkBody(isAccessEvaluationRequest, exchange.body);
        return ok({ evaluations: evaluations.map((question) => evaluateOne(app, exchange, question)) });
      },
    },
  ];
}

/** AuthZEN: one question. What nobody knows is refused. */
function evaluateOne(
  app: App,
  { caller }: Exchange,
  {
    action,
    resource,
    context,
  }: { action: { name: string }; resource: { type: string; id: string }; context?: unknown },
): { readonly decision: boolean; readonly context?: object } {
  const { access } = app.control;
  const { name } = action;
  if (!platformWide.some((known) => known === name)) {
    return {
      decision: false,
      context: { state: 'Unknown', reason: t('There is no permission "{0}".', name) },
    };
  }
  const said = isObject(context) ? text(member(context, 'environment')) : undefined;
  const environmentName = resource.type === 'environment' ? resource.id : said;
  const serviceName = resource.type === 'service' ? resource.id : undefined;
  const environment = environmentsIn(app.store.state).find((item) => item.name === environmentName);
  const service = findService(app.store.state, serviceName);
  const { windows } = app.sourcesFor(caller);
  const now = Date.now();
  const target = { service: serviceName, environment: environmentName };
  const found =
    (environment &&
      permissionsAt(environment, service, { access, caller, windows, now }).find(
        (item) => item.name === name,
      )) ??
    plainPermissions(access, caller, [name as PermissionName], target)[0];
  const { state = 'Unknown', reason, until } = found ?? {};
  return {
    decision: state === 'Allowed' || state === 'RequiresApproval',
    context: { state, ...(reason !== undefined && { reason }), ...(until !== undefined && { until }) },
  };
}
