import { limits } from '../../documents/limits.js';
import { asMap, parseYaml } from '../../documents/yamlDocument.js';
import type { FilePort } from '../../ports.js';
import { foldersUp } from '../../services/catalogOwner.js';

/**
 * The namespace that an Environment names as its target (`spec.target.namespace`). Environments are looked for in the
 * folder `.platform` beside the manifest and beside each folder above it, up to the workspace folder; the nearest counts.
 */
export async function targetNamespace(
  environment: string,
  folder: string,
  workspaceRoots: readonly string[],
  files: FilePort,
): Promise<string | undefined> {
  for (const at of foldersUp(folder, workspaceRoots)) {
    const entries = (await files.listFolder?.(`${at}/.platform`).catch(() => [])) ?? [];
    const texts = await Promise.all(
      entries
        .filter(({ name, isFolder }) => !isFolder && /\.ya?ml$/i.test(name))
        .map(({ name }) =>
          files.readText(`${at}/.platform/${encodeURIComponent(name)}`).catch(() => undefined),
        ),
    );
    const found = texts.flatMap((text) => environmentsIn(text, environment));
    if (found.length > 0) return found.find((namespace) => namespace !== undefined);
  }
  return undefined;
}

/** One entry for each Environment of that name, with the namespace where it says one. */
function environmentsIn(text: string | undefined, environment: string): (string | undefined)[] {
  if (text === undefined || text.length > limits.fullService) return [];
  return (parseYaml(text) ?? []).flatMap(({ map }) => {
    if (map?.['kind'] !== 'Environment' || asMap(map['metadata'])?.['name'] !== environment) return [];
    const namespace = asMap(asMap(map['spec'])?.['target'])?.['namespace'];
    return [typeof namespace === 'string' && namespace !== '' ? namespace : undefined];
  });
}
