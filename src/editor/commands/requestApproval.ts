import { t } from '../../base/l10n.js';
import { promotionsOf } from '../../model/promotion.js';
import { platformFor } from './onPlatform.js';
import type { CommandHandler } from './context.js';
import { targetFrom } from './target.js';

/** Asks for a change that somebody must approve: a deployment from this workspace, or a promotion. */
export const requestApproval: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const title = t('Request Approval');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const { service, environment } = target;
  const { snapshot } = connection.live;
  const at = { ...target, platform: connection.url };
  const sources =
    service === undefined || environment === undefined
      ? []
      : promotionsOf(snapshot, service)
          .filter(({ to }) => to.name === environment)
          .map(({ from }) => from);
  const isHere = service === undefined || context.workspaceServices.names.has(service);
  const ways = [
    ...sources.map((from) => ({
      label: t('Promote what runs in {0}', from.environment),
      icon: 'arrow-up',
      description: from.current?.version ?? '',
      value: () =>
        context.run('goldenPath.promote', { ...at, environment: from.environment, to: environment }),
    })),
    ...(service === undefined
      ? [
          {
            label: t('Promote what runs in an environment'),
            icon: 'arrow-up',
            value: () => context.run('goldenPath.promote', at),
          },
        ]
      : []),
    ...(isHere
      ? [
          {
            label: t('Deploy what is in this workspace'),
            icon: 'rocket',
            value: () => context.run('goldenPath.deploy', at),
          },
        ]
      : []),
  ];
  const way =
    ways.length === 1
      ? ways[0]?.value
      : await context.prompts.pick({
          id: 'request.way',
          title,
          placeholder: t('What is to be approved?'),
          choices: ways,
        });
  await way?.();
};
