import { t } from '../../base/l10n.js';
import type { CommandHandler } from './context.js';
import type { CommandId } from './ids.js';

/** One entry of the palette for what is on offer beside deployments; each has its own place on the rows of the views. */
export const selfService: CommandHandler = async (context, argument) => {
  const id = await context.prompts.pick<CommandId>({
    id: 'selfService',
    title: t('Self-Service'),
    placeholder: t('What do you need?'),
    choices: [
      { label: t('Run Action…'), icon: 'zap', value: 'goldenPath.runAction' },
      { label: t('Resource…'), icon: 'database', value: 'goldenPath.resource' },
      { label: t('Secret…'), icon: 'key', value: 'goldenPath.secret' },
      { label: t('Preview Environment…'), icon: 'layers', value: 'goldenPath.environment' },
      { label: t('Update From Template…'), icon: 'git-merge', value: 'goldenPath.updateFromTemplate' },
    ],
  });
  if (id !== undefined) await context.run(id, argument);
};
