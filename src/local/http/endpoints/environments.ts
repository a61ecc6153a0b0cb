import { isEnvironmentRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { Environment } from '../../../model/catalog.js';
import type { App } from '../../app.js';
import { environmentsIn } from '../../catalog/catalog.js';
import { refusal } from '../../../contract/refusal.js';
import { planPreview, planPreviewEnd, type PreviewRequest } from '../../previews/previews.js';
import { checkBody } from '../checkBody.js';
import { ok, type Endpoint } from '../exchange.js';
import { answerRun } from '../runAnswer.js';
import { readSource } from './delivery.js';

/** Single environments, and those that live for a while. */
export function environmentEndpoints(app: App): readonly Endpoint[] {
  const find = (name: string | undefined): Environment => {
    const found = environmentsIn(app.store.state).find((environment) => environment.name === name);
    if (found) return found;
    throw refusal('not-found', t('There is no environment "{0}".', name ?? ''));
  };
  return [
    {
      method: 'GET',
      path: '/v1/environments/{environment}',
      handle: ({ params }) => ok(find(params['environment'])),
    },
    {
      method: 'POST',
      path: '/v1/environments',
      handle(exchange) {
        const { planFingerprint, source, ...rest } = checkBody(isEnvironmentRequest, exchange.body);
        const request: PreviewRequest = { ...rest, ...(source && { source: readSource(source) }) };
        app.control.access.demand(exchange.caller, 'environment.create', request);
        return answerRun(app.runs, exchange, planFingerprint, request, () =>
          planPreview(app, request, exchange.caller),
        );
      },
    },
    {
      method: 'DELETE',
      path: '/v1/environments/{environment}',
      handle(exchange) {
        const request = { end: exchange.params['environment'] };
        app.control.access.demand(exchange.caller, 'environment.create', { environment: request.end });
        const fingerprint = exchange.query.get('planFingerprint') ?? undefined;
        return answerRun(app.runs, exchange, fingerprint, request, () =>
          planPreviewEnd(app, find(exchange.params['environment']), request),
        );
      },
    },
  ];
}
