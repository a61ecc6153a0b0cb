import { t } from '../../base/l10n.js';
import type { CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { targetFrom } from '../commands/target.js';
import { requirePart } from '../runs/requirePart.js';
import { requireTrust } from '../runs/requireTrust.js';
import { environmentsInOrder } from '../views/picture.js';
import { createPreview } from './createPreview.js';
import { deletePreview } from './deletePreview.js';

/** Creates an environment that lives for a while, or deletes one. On the row of such a one, deletes that. */
export const environmentCommand: CommandHandler = async (context, argument) => {
  requireTrust();
  const target = targetFrom(argument);
  const title = t('Preview Environment');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const part = requirePart(connection, 'environments');
  const previews = environmentsInOrder(connection.live.snapshot).filter(
    ({ type, ephemeral }) => ephemeral ?? type === 'ephemeral',
  );
  const named = previews.find(({ name }) => name === target.environment && target.service === undefined);
  const create = Symbol('create');
  const chosen =
    named?.name ??
    (previews.length === 0
      ? create
      : await context.prompts.pick<string | symbol>({
          id: 'preview',
          title,
          placeholder: t('Create one, or delete one that is there'),
          choices: [
            { label: t('Create Preview Environment…'), icon: 'add', value: create },
            ...previews.map(({ name, title: words, ephemeral }) => ({
              label: t('Delete {0}…', name),
              icon: 'trash',
              description: [
                words,
                ephemeral?.expiresAt && t('until {0}', new Date(ephemeral.expiresAt).toLocaleString()),
              ]
                .filter(Boolean)
                .join(' · '),
              value: name,
            })),
          ],
        }));
  if (chosen === create) await createPreview(context, connection, part, target);
  else if (typeof chosen === 'string') await deletePreview(context, connection, part, chosen);
};
