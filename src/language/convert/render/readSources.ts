import { containedUri } from '../../documents/uris.js';
import { asMap } from '../../documents/yamlDocument.js';
import type { FilePort } from '../../ports.js';
import { inEnvironment } from './environment.js';

/** The texts of the files that a Service's containers name by `source`, never of one outside its folder. */
export async function readSources(
  manifest: Readonly<Record<string, unknown>>,
  environment: string | undefined,
  manifestUri: string,
  files: FilePort,
): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {};
  for (const source of sourcesIn(inEnvironment(manifest, environment).manifest)) {
    const uri = containedUri(manifestUri, source);
    const text = uri === undefined ? undefined : await files.readText(uri).catch(() => undefined);
    if (text !== undefined) texts[source] = text;
  }
  return texts;
}

function sourcesIn(manifest: Readonly<Record<string, unknown>>): string[] {
  const workload = asMap(asMap(manifest['spec'])?.['workload']);
  return Object.values(asMap(workload?.['containers']) ?? {}).flatMap((container) =>
    Object.values(asMap(container)?.['files'] ?? {}).flatMap((file) => {
      const source = asMap(file)?.['source'];
      return typeof source === 'string' ? [source] : [];
    }),
  );
}
