import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { delay } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { App } from '../app.js';
import { text } from '../manifest/json.js';
import { secretsFile } from '../releases/sourceFiles.js';
import type { RunContext } from '../runs/runs.js';
import { secretKeys } from '../runtime/launchVariables.js';
import { currentDeployment } from '../store/changes.js';
import { writeFileAtomically } from '../store/stateFile.js';
import { actionSpec, type ActionRequest, type LocalAction } from './action.js';

const pollMs = 200;

/** Makes a new random value and restarts the service with it; a service that does not start with it gets the old one back. */
export const rotateSecret: LocalAction = {
  wire: {
    name: 'rotate-secret',
    title: 'Rotate a secret',
    description: 'Makes a new random value in .platform/secrets.local.yaml and restarts the service with it.',
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
    const { key, file } = findSecret(app, request, secret);
    return {
      spec: actionSpec(
        t('Rotate the secret {0} of {1} in {2}', secret, request.service, request.environment),
        request,
      ),
      plan: {
        changes: [
          { action: 'Update', resource: `Secret/${key}`, sensitive: true },
          { action: 'Replace', resource: `Service/${request.service}` },
        ],
      },
      work: async (run) => {
        const before = await readFile(file, 'utf8').catch(() => '');
        await run.step('value', t('Make a new value'), () => writeValue(file, before, key));
        try {
          await run.step('restart', t('Restart with it'), () => restart(app, run, request));
        } catch (error) {
          await run.step('back', t('Put the old value back'), async () => {
            writeFileAtomically(file, before);
            await restart(app, run, request, '-back');
          });
          throw error;
        }
        return { secret };
      },
    };
  },
};

function findSecret(
  app: App,
  { service, environment }: ActionRequest,
  secret: string,
): { readonly key: string; readonly file: string } {
  const { state } = app.store;
  const record = state.services.find(({ name }) => name === service);
  const found = record && secretKeys(record.manifest, environment).find(([variable]) => variable === secret);
  if (!found) {
    throw new UserError(
      'local.secret-unknown',
      t('{0} has no secret "{1}" in {2}.', service, secret, environment),
    );
  }
  if (record.folder === undefined) {
    throw new UserError(
      'local.secret-elsewhere',
      t('The service comes from a repository, so its secrets are not here.'),
    );
  }
  return { key: found[1], file: path.join(record.folder, ...secretsFile.split('/')) };
}

/** Comments and other values of the file stay as they are. */
async function writeValue(file: string, before: string, key: string): Promise<void> {
  const document = parseDocument(before);
  const value = randomBytes(24).toString('base64url');
  const dot = key.lastIndexOf('.');
  const nested = dot > 0 && document.hasIn([key.slice(0, dot), key.slice(dot + 1)]);
  if (nested) document.setIn([key.slice(0, dot), key.slice(dot + 1)], value);
  else document.set(key, value);
  await mkdir(path.dirname(file), { recursive: true });
  writeFileAtomically(file, document.toString());
  await chmod(file, 0o600);
}

async function restart(app: App, run: RunContext, request: ActionRequest, suffix = ''): Promise<void> {
  const { service, environment, reason } = request;
  if (!currentDeployment(app.store.state, service, environment)) {
    run.log(t('Nothing is deployed, so nothing is restarted.'));
    return;
  }
  const wanted = { environment, kind: 'Restart', ...(reason !== undefined && { reason }) } as const;
  const { fingerprint } = await app.delivery.plan(service, wanted, run.caller);
  const key = `${run.operation}-restart${suffix}`;
  const operation = await app.delivery.create(
    service,
    { ...wanted, planFingerprint: fingerprint },
    key,
    run.caller,
  );
  for (;;) {
    const now = app.tracker.get(operation.id);
    if (now.state === 'Succeeded') return;
    if (now.done) throw new UserError('local.restart-failed', now.message ?? now.state);
    await delay(pollMs, run.signal);
  }
}
