import { isSecretRotation, isSecretValue } from '../../../contract/generated/checks.js';
import type { components } from '../../../contract/generated/wire.js';
import { t } from '../../../base/l10n.js';
import type { Environment } from '../../../model/catalog.js';
import { plainPermissions } from '../../access/permissions.js';
import type { App } from '../../app.js';
import { fieldRefusal, refusal } from '../../../contract/refusal.js';
import type { Caller } from '../../identity/caller.js';
import { planRotation } from '../../secrets/rotation.js';
import { vaultHome } from '../../secrets/secretHomes.js';
import type { ServiceRecord } from '../../store/state.js';
import { checkBody } from '../checkBody.js';
import { entityTag } from '../entityTag.js';
import { ok, type Endpoint, type Exchange } from '../exchange.js';
import { pageOf } from '../paging.js';
import { answerRun } from '../runAnswer.js';
import { findEnvironment, findService } from './catalog.js';

type Secret = components['schemas']['Secret'];

interface Asked {
  readonly record: ServiceRecord;
  readonly environment: Environment;
  readonly place: { readonly service: string; readonly environment: string };
}

const base = '/v1/services/{service}/environments/{environment}/secrets';

/** Secrets by name: values go in and never come out. */
export function secretEndpoints(app: App): readonly Endpoint[] {
  const find = async (exchange: Exchange): Promise<Asked & { readonly secret: Secret & { key: string } }> => {
    const asked = askedFor(app, exchange);
    await app.control.book.refresh(0);
    app.control.access.demand(exchange.caller, 'secret.write', asked.place);
    const name = exchange.params['secret'] ?? '';
    const secret = (await listFor(app, asked, exchange.caller)).find((item) => item.name === name);
    if (secret?.key !== undefined) return { ...asked, secret: { ...secret, key: secret.key } };
    const message = t('{0} asks for no secret "{1}": name it in spec.secrets.', asked.place.service, name);
    throw refusal('not-found', message);
  };
  return [
    {
      method: 'GET',
      path: base,
      async handle(exchange) {
        return ok(pageOf(await listFor(app, askedFor(app, exchange), exchange.caller), exchange.query));
      },
    },
    {
      method: 'PUT',
      path: `${base}/{secret}`,
      async handle(exchange) {
        const { value, reason } = checkBody(isSecretValue, exchange.body);
        const { place, secret, environment, record } = await find(exchange);
        checkReason(environment, reason);
        const expected = exchange.header('If-Match');
        if (expected !== undefined && expected !== '*' && expected !== entityTag(secret)) {
          throw refusal('etag-mismatch', t('Someone changed the secret meanwhile. Read it again.'));
        }
        const { vault } = app.secrets;
        // The same value again changes nothing, not even when it was set.
        if (vault.find(place, secret.name)?.value !== value) {
          const updatedBy = exchange.caller.actor;
          vault.set(place, secret.name, { value, updatedAt: new Date().toISOString(), updatedBy });
          const message = t('The secret {0} was set. It takes effect with the next start.', secret.name);
          app.control.events.add(place, { type: 'Normal', reason: 'SecretSet', message });
          app.feed.publish('platform.service.changed', place.service);
        }
        const after = await listFor(app, { record, environment, place }, exchange.caller);
        const shown = after.find(({ name }) => name === secret.name);
        return { status: 200, body: shown, headers: { ETag: entityTag(shown) } };
      },
    },
    {
      method: 'POST',
      path: `${base}/{secret}/rotate`,
      async handle(exchange) {
        const { reason, planFingerprint } = checkBody(isSecretRotation, exchange.body);
        const { place, secret, environment } = await find(exchange);
        checkReason(environment, reason);
        const request = { rotate: secret.name, ...place, ...(reason !== undefined && { reason }) };
        return answerRun(app.runs, exchange, planFingerprint, request, () => ({
          spec: {
            kind: 'SecretRotation',
            title: t('Rotate the secret {0} of {1} in {2}', secret.name, place.service, place.environment),
            ...place,
            target: `/services/${place.service}/environments/${place.environment}/secrets/${secret.name}`,
            request,
          },
          ...planRotation(
            app,
            { ...place, secret: secret.name, key: secret.key, ...(reason !== undefined && { reason }) },
            vaultHome(app.secrets.vault, place, secret.name),
          ),
        }));
      },
    },
  ];
}

function askedFor(app: App, { params }: Exchange): Asked {
  const record = findService(app, params['service'] ?? '');
  const environment = findEnvironment(app, params['environment'] ?? '');
  return { record, environment, place: { service: record.name, environment: environment.name } };
}

function listFor(app: App, { record, place }: Asked, caller: Caller): Promise<readonly Secret[]> {
  const permissions = plainPermissions(app.control.access, caller, ['secret.write'], place);
  return app.secrets.list(record, place.environment, permissions);
}

/** Like a deployment, a change in production says why. */
function checkReason({ name, production }: Environment, reason: string | undefined): void {
  if (!production || reason?.trim()) return;
  throw fieldRefusal('/reason', t('Give a reason for changing a secret in {0}.', name));
}
