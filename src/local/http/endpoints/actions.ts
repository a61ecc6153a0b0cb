import { isRunRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import { faultsOf, type Shape } from '../../../contract/shape.js';
import type { LocalAction } from '../../actions/action.js';
import { killInstance } from '../../actions/killInstance.js';
import { rotateSecret } from '../../actions/rotateSecret.js';
import { runNow } from '../../actions/runNow.js';
import { smokeTest } from '../../actions/smokeTest.js';
import type { App } from '../../app.js';
import { environmentsIn } from '../../catalog/catalog.js';
import { fieldRefusal, refusal } from '../../../contract/refusal.js';
import { isObject, type JsonObject } from '../../manifest/json.js';
import { checkBody } from '../checkBody.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';
import { answerRun } from '../runAnswer.js';
import { findEnvironment, findService } from './catalog.js';

const actions: readonly LocalAction[] = [killInstance, rotateSecret, runNow, smokeTest];

export function actionEndpoints(app: App): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/v1/actions',
      handle: ({ query }) =>
        ok(
          pageOf(
            actions.map(({ wire }) => wire),
            query,
          ),
        ),
    },
    {
      method: 'POST',
      path: '/v1/actions/{action}/runs',
      handle(exchange) {
        const action = actions.find(({ wire }) => wire.name === exchange.params['action']);
        if (!action) {
          throw refusal('not-found', t('There is no action "{0}".', exchange.params['action'] ?? ''));
        }
        const body = checkBody(isRunRequest, exchange.body);
        if (body.service === undefined) throw fieldRefusal('/service', t('Name a service.'));
        if (body.environment === undefined) throw fieldRefusal('/environment', t('Name an environment.'));
        const values = isObject(body.values) ? body.values : {};
        checkValues(action, values);
        const { reason } = body;
        const request = {
          values,
          service: findService(app, body.service).name,
          environment: findEnvironment(app, body.environment).name,
          ...(reason !== undefined && { reason }),
        };
        app.control.access.demand(exchange.caller, 'action.run', request);
        checkReason(app, action, request);
        const digest = { action: action.wire.name, ...request };
        return answerRun(app.runs, exchange, body.planFingerprint, digest, async () => {
          const planned = await action.plan(app, request);
          return { ...planned, spec: { ...planned.spec, request: digest } };
        });
      },
    },
  ];
}

/** Like a deployment, what changes something in production says why. */
function checkReason(
  app: App,
  { wire }: LocalAction,
  { environment, reason }: { readonly environment: string; readonly reason?: string },
): void {
  const found = environmentsIn(app.store.state).find(({ name }) => name === environment);
  if (found?.production !== true || wire.risk === 'ReadOnly' || reason?.trim()) return;
  throw fieldRefusal('/reason', t('Give a reason for an action in {0}.', environment));
}

function checkValues({ wire }: LocalAction, values: JsonObject): void {
  const schema = (wire.parameters?.[0]?.schema ?? {}) as Shape;
  const [fault] = faultsOf({}, schema, values, { limit: 1, strict: false });
  if (!fault) return;
  const missing = fault.params['missingProperty'];
  const pointer = typeof missing === 'string' ? `${fault.instancePath}/${missing}` : fault.instancePath;
  throw fieldRefusal(`/values${pointer}`, fault.message ?? t('does not fit the action'));
}
