/** The action `publish:folder`: what a template made goes into a folder of BACKSTAGE_STATE, as it would into a repository. */
import { cp } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

export function publishFolder(load) {
  const { createBackendModule } = load('@backstage/backend-plugin-api');
  const { createTemplateAction, scaffolderActionsExtensionPoint } = load('@backstage/plugin-scaffolder-node');
  const action = createTemplateAction({
    id: 'publish:folder',
    description: 'Puts the workspace into a folder on this machine',
    schema: { input: { name: (z) => z.string() }, output: { remoteUrl: (z) => z.string() } },
    async handler(ctx) {
      const target = path.join(process.env.BACKSTAGE_STATE, 'published', path.basename(ctx.input.name));
      await cp(ctx.workspacePath, target, { recursive: true, errorOnExist: true, force: false });
      ctx.logger.info(`Published ${ctx.input.name}`);
      ctx.output('remoteUrl', pathToFileURL(target).href);
    },
  });
  return createBackendModule({
    pluginId: 'scaffolder',
    moduleId: 'publish-folder',
    register(env) {
      env.registerInit({
        deps: { actions: scaffolderActionsExtensionPoint },
        async init({ actions }) {
          actions.addActions(action);
        },
      });
    },
  });
}
