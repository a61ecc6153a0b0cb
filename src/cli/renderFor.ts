import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RenderService } from '../model/rendering.js';
import { nodeFiles } from '../server/nodeFiles.js';
import type { CommandIo } from './command.js';

/** Makes objects of manifests here; what does so is loaded when it is asked for. */
export function renderFor({ cwd }: Pick<CommandIo, 'cwd'>): RenderService {
  return async ({ manifest, environment, folder, namespace }) => {
    const [{ placeOptions }, { renderService }] = await Promise.all([
      import('../language/convert/render/placeOptions.js'),
      import('../language/convert/render/renderService.js'),
    ]);
    const own =
      folder === undefined
        ? { environment }
        : await placeOptions(manifest, {
            uri: pathToFileURL(path.join(folder, 'platform.yaml')).href,
            environment,
            roots: [pathToFileURL(cwd).href],
            files: nodeFiles,
          });
    return renderService(manifest, { ...(namespace !== undefined && { namespace }), ...own });
  };
}
