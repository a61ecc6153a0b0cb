import { t } from '../../base/l10n.js';
import type { SecretPart } from '../../model/parts.js';
import type { Secret } from '../../model/secret.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { bindManifest } from '../runs/bindManifest.js';
import { confirmRun } from '../runs/confirmRun.js';
import { placeFor, placeWords, type Place } from '../runs/places.js';
import { requirePart } from '../runs/requirePart.js';
import { requireTrust } from '../runs/requireTrust.js';
import { runWrite, tellDone } from '../runs/runWrite.js';
import type { Connection } from '../session/connection.js';
import { allPages } from '../templates/pickTemplate.js';
import { guardOfRun } from '../../platform/runs/guardedRun.js';

interface Desk {
  readonly context: CommandContext;
  readonly connection: Connection;
  readonly part: SecretPart;
  readonly place: Place;
}

type Deed = { readonly set: Secret } | { readonly rotate: Secret } | { readonly add: true };

/** Sets or rotates a secret of a service: the value goes to the platform, the manifest gets the reference. */
export const secretCommand: CommandHandler = async (context, argument) => {
  requireTrust();
  const target = targetFrom(argument);
  const title = t('Secret');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const part = requirePart(connection, 'secrets');
  const place = await placeFor(context, connection, target, title);
  if (!place) return;
  const desk = { context, connection, part, place };
  const deed = await pickDeed(desk);
  if (!deed) return;
  if ('rotate' in deed) await rotate(desk, deed.rotate);
  else await set(desk, 'set' in deed ? deed.set : undefined);
};

async function pickDeed({ context, part, place }: Desk): Promise<Deed | undefined> {
  const { service, environment } = place;
  const secrets = await allPages((page) => part.list(service, environment.name, page));
  return context.prompts.pick<Deed>({
    id: 'secret',
    title: t('Secrets of {0}', placeWords(place)),
    placeholder: t('Set or rotate one: values are never shown'),
    choices: [
      ...secrets.flatMap((secret) => [
        {
          label: t('Set {0}…', secret.name),
          icon: secret.state === 'Set' ? 'key' : 'warning',
          description: stateWords(secret),
          value: { set: secret },
        },
        ...(secret.rotatable === true
          ? [
              {
                label: t('Rotate {0}…', secret.name),
                icon: 'sync',
                description: t('the platform makes a new value'),
                value: { rotate: secret },
              },
            ]
          : []),
      ]),
      { label: t('New Secret…'), icon: 'add', value: { add: true } },
    ],
  });
}

function stateWords({ state, version, pending }: Secret): string {
  const words: Readonly<Record<string, string>> = {
    Set: t('set'),
    Missing: t('missing'),
    Expired: t('expired'),
  };
  return [
    words[state] ?? state,
    version && t('version {0}', version),
    pending === true && t('takes effect with the next restart'),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The value is in memory from the input box to the request, and nowhere else. */
async function set({ context, part, place }: Desk, secret: Secret | undefined): Promise<void> {
  const { prompts } = context;
  const { service, environment } = place;
  const name = secret?.name ?? (await askName(context));
  if (name === undefined) return;
  const headline = t('Set the secret {0} of {1}', name, placeWords(place));
  const plan = {
    fingerprint: '',
    changes: [{ action: 'Update', resource: `Secret/${name}`, sensitive: true }],
  };
  const guard = guardOfRun({ environment }, plan);
  const answer = await confirmRun(
    prompts,
    { plan, guard, name: guard.environment },
    { headline, icon: 'key' },
  );
  if (!answer) return;
  const value = await prompts.input({
    id: 'secret.value',
    title: headline,
    prompt: t('The new value. It goes to the platform and is kept nowhere here.'),
    secret: true,
    check: (text) => (text === '' ? t('This is needed.') : undefined),
  });
  if (value === undefined) return;
  const reason = answer.reason?.trim();
  const stored = await part.set(service, environment.name, name, { value, ...(reason && { reason }) });
  const reference = { key: stored.key ?? name, ...(stored.store !== undefined && { store: stored.store }) };
  const isBound = await bindManifest(context, service, { in: 'secrets', name, value: reference });
  const effect = stored.pending === true ? t('It takes effect with the next restart or deployment.') : '';
  const edit = isBound
    ? ''
    : t('The manifest of {0} is not in this workspace: add the reference there.', service);
  prompts.tell(
    'info',
    [t('{0} is set for {1}.', name, placeWords(place)), effect, edit].filter(Boolean).join(' '),
  );
}

function askName({ prompts }: CommandContext): Promise<string | undefined> {
  return prompts.input({
    id: 'secret.name',
    title: t('New Secret'),
    prompt: t('The environment variable that holds it'),
    placeholder: 'STRIPE_KEY',
    check: (text) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
        ? undefined
        : t('Name an environment variable: letters, digits and underscores, not beginning with a digit.'),
  });
}

async function rotate({ context, connection, part, place }: Desk, { name }: Secret): Promise<void> {
  const { service, environment } = place;
  const done = await runWrite(context, connection, {
    headline: t('Rotate the secret {0} of {1}', name, placeWords(place)),
    title: t('Rotating {0} of {1}', name, placeWords(place)),
    icon: 'sync',
    environment,
    plan: (signal) => part.planRotate(service, environment.name, name, {}, signal && { signal }),
    send: (confirmed, options) => part.rotate(service, environment.name, name, confirmed, options),
  });
  if (done) tellDone(context, done, t('{0} has a new value in {1}.', name, environment.name));
}
