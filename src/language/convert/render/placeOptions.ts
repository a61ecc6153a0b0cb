import { folderOf } from '../../documents/uris.js';
import type { FilePort } from '../../ports.js';
import { readSources } from './readSources.js';
import type { RenderOptions } from './rendered.js';
import { targetNamespace } from './targetNamespace.js';

export interface RenderPlace {
  /** Of the manifest. */
  readonly uri: string;
  readonly environment: string | undefined;
  readonly roots: readonly string[];
  readonly files: FilePort;
}

/** What the workspace says of rendering a Service in an environment: the namespace there, and the files that it names. */
export async function placeOptions(
  manifest: Readonly<Record<string, unknown>>,
  { uri, environment, roots, files }: RenderPlace,
): Promise<RenderOptions> {
  const [sources, namespace] = await Promise.all([
    readSources(manifest, environment, uri, files),
    environment === undefined ? undefined : targetNamespace(environment, folderOf(uri), roots, files),
  ]);
  return {
    ...(environment !== undefined && { environment }),
    ...(namespace !== undefined && { namespace }),
    files: sources,
  };
}
