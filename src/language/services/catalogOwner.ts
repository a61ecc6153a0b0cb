import { folderOf } from '../documents/uris.js';
import { asMap, parseYaml } from '../documents/yamlDocument.js';
import { tooDeepAt } from '../documents/depth.js';
import { limits } from '../documents/limits.js';
import type { FilePort } from '../ports.js';

/** What a catalogue entity says of the service in its folder; all of it may fill what a manifest leaves out. */
export interface CatalogFacts {
  readonly owner?: string;
  readonly system?: string;
  readonly lifecycle?: string;
}

const factNames = ['owner', 'system', 'lifecycle'] as const;

/** Reads `catalog-info.yaml` in a folder, or in the nearest one above it up to the workspace folder. */
export async function catalogFacts(
  files: FilePort,
  folder: string,
  serviceName: string,
  workspaceRoots: readonly string[],
): Promise<CatalogFacts> {
  const root = workspaceRoots
    .map((uri) => uri.replace(/\/$/, ''))
    .filter((uri) => folder === uri || folder.startsWith(`${uri}/`))
    .sort((a, b) => b.length - a.length)[0];
  for (let at = folder; ; at = folderOf(at)) {
    const text = await files.readText(`${at}/catalog-info.yaml`).catch(() => undefined);
    const facts = text === undefined ? undefined : factsOf(text, serviceName);
    if (facts) return facts;
    if (root === undefined || at.length <= root.length) return {};
  }
}

/** The entity of that name, else the only component of the file. */
function factsOf(text: string, serviceName: string): CatalogFacts | undefined {
  if (text.length > limits.fullService || tooDeepAt(text) !== undefined) return undefined;
  const entities = (parseYaml(text) ?? []).flatMap(({ map }) => (map ? [map] : []));
  const components = entities.filter(({ kind }) => kind === 'Component');
  const named = components.find(({ metadata }) => asMap(metadata)?.['name'] === serviceName);
  const spec = asMap((named ?? (components.length === 1 ? components[0] : undefined))?.['spec']);
  if (!spec) return undefined;
  return Object.fromEntries(
    factNames.flatMap((name) => (typeof spec[name] === 'string' ? [[name, spec[name]]] : [])),
  );
}
