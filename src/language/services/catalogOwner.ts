import { folderOf } from '../documents/uris.js';
import { asMap, parseYaml, type YamlDocument } from '../documents/yamlDocument.js';
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

/** Where a catalogue entity stands, and what it says. */
export interface CatalogEntity {
  readonly uri: string;
  /** The whole file. */
  readonly text: string;
  /** Position among the documents of its file, 0-based. */
  readonly index: number;
  readonly document: YamlDocument;
  readonly facts: CatalogFacts;
}

/** Reads `catalog-info.yaml` in a folder, or in the nearest one above it up to the workspace folder. */
export async function catalogFacts(
  files: FilePort,
  folder: string,
  serviceName: string,
  workspaceRoots: readonly string[],
): Promise<CatalogFacts> {
  return (await catalogEntity(files, folder, serviceName, workspaceRoots))?.facts ?? {};
}

/** The entity of a service; `undefined` when there is none. */
export async function catalogEntity(
  files: FilePort,
  folder: string,
  serviceName: string,
  workspaceRoots: readonly string[],
): Promise<CatalogEntity | undefined> {
  for (const at of foldersUp(folder, workspaceRoots)) {
    const uri = `${at}/catalog-info.yaml`;
    const text = await files.readText(uri).catch(() => undefined);
    const found = text === undefined ? undefined : entityIn(text, serviceName);
    if (found && text !== undefined) return { uri, text, ...found };
  }
  return undefined;
}

/** A folder and those above it up to the workspace folder; the folder alone where that is not known. */
export function foldersUp(folder: string, workspaceRoots: readonly string[]): string[] {
  const root = workspaceRoots
    .map((uri) => uri.replace(/\/$/, ''))
    .filter((uri) => folder === uri || folder.startsWith(`${uri}/`))
    .sort((a, b) => b.length - a.length)[0];
  const folders = [folder];
  for (let at = folder; root !== undefined && at.length > root.length;) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders;
}

/** The entity of that name, else the only component of the file. */
function entityIn(text: string, serviceName: string): Omit<CatalogEntity, 'uri' | 'text'> | undefined {
  if (text.length > limits.fullService || tooDeepAt(text) !== undefined) return undefined;
  const entities = (parseYaml(text) ?? []).map((document, index) => ({ document, index }));
  const components = entities.filter(({ document }) => document.map?.['kind'] === 'Component');
  const named = components.find(
    ({ document }) => asMap(document.map?.['metadata'])?.['name'] === serviceName,
  );
  const found = named ?? (components.length === 1 ? components[0] : undefined);
  const spec = asMap(found?.document.map?.['spec']);
  if (!found || !spec) return undefined;
  const facts = Object.fromEntries(
    factNames.flatMap((name) => (typeof spec[name] === 'string' ? [[name, spec[name]]] : [])),
  );
  return { ...found, facts };
}
