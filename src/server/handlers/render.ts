import type { CancellationToken } from 'vscode-languageserver';
import { folderOf } from '../../language/documents/uris.js';
import { asMap } from '../../language/documents/yamlDocument.js';
import type { CustomRequests, ResolvedService, RenderResult } from '../../language/protocol.js';
import type { FilePort } from '../../language/ports.js';
import { answering, type Handler } from './handler.js';

type Params = CustomRequests['goldenPath/render']['params'];

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
  const [{ readSources }, { renderFiles }, { targetNamespace }] = await Promise.all([
    import('../../language/convert/render/readSources.js'),
    import('../../language/convert/render/renderFiles.js'),
    import('../../language/convert/render/targetNamespace.js'),
  ]);
  const sources = await readSources(manifest, environment, uri, files);
  const namespace =
    environment === undefined ? undefined : await targetNamespace(environment, folderOf(uri), roots, files);
  const options = {
    ...(environment !== undefined && { environment }),
    ...(namespace !== undefined && { namespace }),
    files: sources,
  };
  const { files: made, notes } = renderFiles(manifest, options);
  return { service: name, environments, errors, text: made.map(({ text }) => text).join(''), notes };
}
