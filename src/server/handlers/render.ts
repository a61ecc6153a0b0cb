import type { CancellationToken } from 'vscode-languageserver';
import { asMap } from '../../language/documents/yamlDocument.js';
import type { CustomRequests, ResolvedService, RenderResult } from '../../language/protocol.js';
import type { FilePort } from '../../language/ports.js';
import { answering, type Handler } from './handler.js';

type Params = CustomRequests['goldenPath/render']['params'];
type ObjectParams = CustomRequests['goldenPath/renderObjects']['params'];

/** Shows a client what a service comes to in Kubernetes. */
export const renderHandler: Handler = {
  capabilities: () => ({}),
  listen: ({ connection, documents, service, index }) => {
    connection.onRequest(
      'goldenPath/render',
      ({ uri, line, environment }: Params, token: CancellationToken) =>
        answering(token, async () => {
          const document = await documents.read(uri);
          const at = line === undefined ? undefined : { line, character: 0 };
          const resolved = document && (await service.resolveService(document, index.roots, at));
          if (!resolved) return null;
          return rendered(resolved, { uri, environment, roots: index.roots }, documents);
        }),
    );
    connection.onRequest(
      'goldenPath/renderObjects',
      ({ manifest, folder, environment, namespace }: ObjectParams, token: CancellationToken) =>
        answering(token, async () => {
          const [{ placeOptions }, { renderService }] = await Promise.all([
            import('../../language/convert/render/placeOptions.js'),
            import('../../language/convert/render/renderService.js'),
          ]);
          const place = { uri: `${folder}/platform.yaml`, environment, roots: index.roots, files: documents };
          const options = await placeOptions(manifest, place);
          return renderService(manifest, { ...(namespace !== undefined && { namespace }), ...options });
        }),
    );
  },
};

interface Wanted {
  readonly uri: string;
  readonly environment: string | undefined;
  readonly roots: readonly string[];
}

/** Loaded when it is asked for: most who edit never do. */
async function rendered(
  { name, manifest, errors }: ResolvedService,
  { uri, environment, roots }: Wanted,
  files: FilePort,
): Promise<RenderResult> {
  const environments = Object.keys(asMap(asMap(manifest['spec'])?.['environments']) ?? {});
  if (errors.length > 0) return { service: name, environments, errors, text: '', notes: [] };
  const [{ placeOptions }, { renderFiles }] = await Promise.all([
    import('../../language/convert/render/placeOptions.js'),
    import('../../language/convert/render/renderFiles.js'),
  ]);
  const { files: made, notes } = renderFiles(
    manifest,
    await placeOptions(manifest, { uri, environment, roots, files }),
  );
  return { service: name, environments, errors, text: made.map(({ text }) => text).join(''), notes };
}
