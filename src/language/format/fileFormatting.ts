import { folderOf } from '../documents/uris.js';
import type { FilePort } from '../ports.js';
import { editorConfigOptions, readEditorConfig, valuesFor } from './editorConfig.js';
import type { FormatOptions } from './formatOptions.js';
import { prettierFiles, prettierOptions } from './prettierConfig.js';

const mostFolders = 32;

/**
 * What the `.editorconfig` files and the nearest Prettier configuration say of a manifest: in its folder and above, up
 * to the workspace folder that it lies in. As in Prettier, its own configuration goes over `.editorconfig`.
 */
export async function fileFormatting(
  files: FilePort,
  uri: string,
  roots: readonly string[],
): Promise<Partial<FormatOptions>> {
  const folders = foldersAbove(uri, roots);
  const [values, prettier] = await Promise.all([
    editorConfigAbove(files, uri, folders),
    prettierAbove(files, uri, folders),
  ]);
  return { ...editorConfigOptions(values), ...prettier };
}

/** The manifest's folder first. */
function foldersAbove(uri: string, roots: readonly string[]): string[] {
  const own = folderOf(uri);
  const root = roots
    .map((one) => one.replace(/\/$/, ''))
    .filter((one) => own === one || own.startsWith(`${one}/`))
    .sort((a, b) => b.length - a.length)[0];
  const folders = [own];
  for (let at = own; root !== undefined && at.length > root.length && folders.length < mostFolders;) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders;
}

function read(files: FilePort, uri: string): Promise<string | undefined> {
  return files.readText(uri).catch(() => undefined);
}

/** A file's path below a folder, as its patterns see it. */
function below(folder: string, uri: string): string {
  const path = uri.slice(folder.length + 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function editorConfigAbove(
  files: FilePort,
  uri: string,
  folders: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  let values: ReadonlyMap<string, string> = new Map();
  for (const folder of folders) {
    const text = await read(files, `${folder}/.editorconfig`);
    if (text === undefined) continue;
    const config = readEditorConfig(text);
    values = new Map([...valuesFor(config, below(folder, uri)), ...values]);
    if (config.isRoot) break;
  }
  return values;
}

async function prettierAbove(
  files: FilePort,
  uri: string,
  folders: readonly string[],
): Promise<Partial<FormatOptions>> {
  for (const folder of folders) {
    for (const name of prettierFiles) {
      const text = await read(files, `${folder}/${name}`);
      const options = text === undefined ? undefined : prettierOptions(text, below(folder, uri));
      if (options) return options;
    }
  }
  return {};
}
