import { t } from '../../base/l10n.js';
import type { Resource } from '../../model/resource.js';
import type { CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { placeFor, placeWords } from '../runs/places.js';
import { requirePart } from '../runs/requirePart.js';
import { requireTrust } from '../runs/requireTrust.js';
import { allPages } from '../templates/pickTemplate.js';
import { bindResource, giveBack, provision, type ResourceDesk } from './resourceDeeds.js';

type Deed = { readonly bind: Resource } | { readonly delete: Resource } | { readonly add: true };

/** Provisions a resource for a service, binds one into its manifest, or gives one back. */
export const resourceCommand: CommandHandler = async (context, argument) => {
  requireTrust();
  const target = targetFrom(argument);
  const title = t('Resource');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const part = requirePart(connection, 'resources');
  const place = await placeFor(context, connection, target, title);
  if (!place) return;
  const found = await allPages((page) => part.list({ environment: place.environment.name, ...page }));
  const deed = await context.prompts.pick<Deed>({
    id: 'resource',
    title: t('Resources of {0}', placeWords(place)),
    placeholder: t('Provision one, use one in the manifest, or give one back'),
    choices: [
      { label: t('Provision…'), icon: 'add', value: { add: true } },
      ...found.flatMap((resource) => [
        {
          label: t('Use {0}…', wordsOf(resource)),
          icon: 'plug',
          description: [resource.state, ...(resource.services ?? [])].join(' · '),
          value: { bind: resource },
        },
        {
          label: t('Give Back {0}…', wordsOf(resource)),
          icon: 'trash',
          description: resource.state,
          value: { delete: resource },
        },
      ]),
    ],
  });
  const desk: ResourceDesk = { context, connection, part, place };
  if (!deed) return;
  if ('add' in deed) await provision(desk);
  else if ('bind' in deed) await bindResource(desk, deed.bind);
  else await giveBack(desk, deed.delete);
};

function wordsOf({ type, name, id }: Resource): string {
  return `${type} ${name ?? id}`;
}
