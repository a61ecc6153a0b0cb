import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isObject, type JsonObject } from '../manifest/json.js';
import { parentUpTo } from '../manifest/secretValues.js';

/** The documents of one `.platform/` folder, as they were read last. */
export interface PolicyFolder {
  readonly folder: string;
  readonly documents: readonly JsonObject[];
}

/** The `.platform/` folders at and above a folder, nearest first, whether they are there or not. */
export function policyFolders(folder: string, top: string): readonly string[] {
  const folders: string[] = [];
  for (let here: string | undefined = folder; here !== undefined; here = parentUpTo(here, top)) {
    folders.push(path.join(here, '.platform'));
  }
  return folders;
}

/** Reads a folder again. What was known stays when the folder it lies in is gone, as after a move. */
export async function readPolicyFolder(known: PolicyFolder): Promise<PolicyFolder> {
  const { folder } = known;
  if (!existsSync(path.dirname(folder))) return known;
  const files = await readdir(folder).catch(() => []);
  const documents: JsonObject[] = [];
  for (const file of files.filter((name) => /\.ya?ml$/.test(name)).sort()) {
    // Values of secrets are no policy, and must not get into the state.
    if (file.startsWith('secrets.')) continue;
    const source = await readFile(path.join(folder, file), 'utf8').catch(() => '');
    for (const document of parseAllDocuments(source)) {
      // A file with errors is the editor's business; it declares nothing here.
      const value: unknown = document.errors.length === 0 ? document.toJS({ maxAliasCount: 100 }) : undefined;
      if (isObject(value) && isPolicy(value)) documents.push(value);
    }
  }
  return { folder, documents };
}

function isPolicy({ apiVersion }: JsonObject): boolean {
  return typeof apiVersion === 'string' && /^(goldenpath\.dev|backstage\.io)\//.test(apiVersion);
}
