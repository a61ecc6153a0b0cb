import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { App } from '../app.js';
import { text } from '../manifest/json.js';
import { secretKeys } from '../runtime/launchVariables.js';
import { planRotation, type SecretHome } from '../secrets/rotation.js';
import { fileHome, vaultHome } from '../secrets/secretHomes.js';
import { findService } from '../store/changes.js';
import { actionSpec, type ActionRequest, type LocalAction } from './action.js';

/** Rotates a secret where its value is: at the platform, or in the file beside the service. */
export const rotateSecret: LocalAction = {
  wire: {
    name: 'rotate-secret',
    title: 'Rotate a secret',
    description: 'Makes a new random value where the secret is kept and restarts the service with it.',
    category: 'Day2',
    appliesTo: ['ServiceEnvironment'],
    risk: 'Reversible',
    dryRun: true,
    parameters: [
      {
        title: 'Secret',
        schema: {
          type: 'object',
          required: ['secret'],
          properties: {
            secret: { type: 'string', title: 'Variable', description: 'The variable that holds it.' },
          },
        },
      },
    ],
  },
  plan(app, request) {
    const secret = text(request.values['secret']) ?? '';
    const { key, home } = findSecret(app, request, secret);
    return {
      spec: actionSpec(
        t('Rotate the secret {0} of {1} in {2}', secret, request.service, request.environment),
        request,
      ),
      ...planRotation(app, { ...request, secret, key }, home),
    };
  },
};

function findSecret(
  app: App,
  { service, environment }: ActionRequest,
  secret: string,
): { readonly key: string; readonly home: SecretHome } {
  const record = findService(app.store.state, service);
  const settings = app.secrets.settingsOf(environment);
  const found = record && secretKeys(record.manifest, settings).find(([variable]) => variable === secret);
  if (!found) {
    throw new UserError(
      'local.secret-unknown',
      t('{0} has no secret "{1}" in {2}.', service, secret, environment),
    );
  }
  const [, key] = found;
  const place = { service, environment };
  const kept = app.secrets.entry(place, secret) !== undefined;
  const { folder } = record;
  return {
    key,
    home: kept || folder === undefined ? vaultHome(app.secrets.vault, place, secret) : fileHome(folder, key),
  };
}
