import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { t } from '../base/l10n.js';
import { createLanguageService } from '../language/languageService.js';
import type { ResolvedService, WorkspaceService } from '../language/protocol.js';
import { workspaceServices } from '../language/services/findServices.js';
import { UserError } from '../model/errors.js';
import { nodeFiles } from '../server/nodeFiles.js';
import { yamlFiles } from '../server/walk.js';
import type { CommandIo } from './command.js';

/** A service as a folder describes it, its Score body inlined. */
export interface FoundService {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: ResolvedService['manifest'];
}

/**
 * The service named `wanted` in a folder, or its only one. Throws `UserError` when there is none, more than one, or
 * when its manifest has errors.
 */
export async function readManifest(
  folder: string,
  wanted: string | undefined,
  io: CommandIo,
): Promise<FoundService> {
  const { resolved, uri, root } = await resolveManifest(folder, wanted, io);
  const [first] = resolved.errors;
  if (first) throw errorsIn(resolved, placeOf(first, root));
  return {
    name: resolved.name,
    folder: path.dirname(fileURLToPath(uri)),
    manifest: resolved.manifest,
  };
}

/** What the check of a service's manifest finds. Throws `UserError` when there is no such service, or more than one. */
export async function checkManifest(
  folder: string,
  wanted: string | undefined,
  io: CommandIo,
): Promise<{
  readonly name: string;
  readonly errors: number;
  readonly message?: string;
  readonly place?: string;
}> {
  const { resolved, root } = await resolveManifest(folder, wanted, io);
  const [first] = resolved.errors;
  return {
    name: resolved.name,
    errors: resolved.errors.length,
    ...(first && { message: first.message, place: placeOf(first, root) }),
  };
}

async function resolveManifest(
  folder: string,
  wanted: string | undefined,
  io: CommandIo,
): Promise<{ readonly resolved: ResolvedService; readonly uri: string; readonly root: string }> {
  const root = path.resolve(io.cwd, folder);
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) {
    throw new UserError('cli.path', t('There is no folder {0}. Correct --path.', root));
  }
  const language = createLanguageService({ files: nodeFiles });
  const documents: TextDocument[] = [];
  for await (const file of yamlFiles(root, undefined, io.signal)) {
    const uri = pathToFileURL(file).href;
    const text = await nodeFiles.readText(uri).catch(() => undefined);
    if (text !== undefined) documents.push(TextDocument.create(uri, 'yaml', 0, text));
  }
  const services = workspaceServices(documents.flatMap((document) => language.services(document)));
  const chosen = choose(services, wanted, root);
  const document = documents.find(({ uri }) => uri === chosen.uri);
  const resolved = document && (await language.resolveService(document, [pathToFileURL(root).href]));
  if (resolved?.name !== chosen.name) {
    throw new UserError(
      'manifest.not-alone',
      t('{0} is not the first service of its file. Give it a file of its own.', chosen.name),
    );
  }
  return { resolved, uri: chosen.uri, root };
}

/** Services of the folder itself come before those of folders below it. */
function choose(
  services: readonly WorkspaceService[],
  wanted: string | undefined,
  root: string,
): WorkspaceService {
  const named = wanted === undefined ? services : services.filter(({ name }) => name === wanted);
  const own = named.filter(({ uri }) => path.dirname(fileURLToPath(uri)) === root);
  const [chosen, ...others] = own.length > 0 ? own : named;
  if (!chosen) {
    const known = services.map(({ name }) => name).join(', ');
    throw new UserError(
      'manifest.not-found',
      wanted === undefined
        ? t('No manifest of a service is in {0}. Correct --path.', root)
        : t('No manifest of a service named {0} is in {1}. There is: {2}.', wanted, root, known || t('none')),
    );
  }
  if (others.length > 0) {
    const places = [chosen, ...others].map(({ name, uri }) => `${name} (${shown(uri, root)})`);
    throw new UserError(
      'manifest.ambiguous',
      t('More than one service is meant: {0}. Give --service, or --path of its folder.', places.join(', ')),
    );
  }
  return chosen;
}

function errorsIn({ name, errors }: ResolvedService, place: string): UserError {
  return new UserError(
    'manifest.errors',
    t('The manifest of {0} has errors, the first at {1}: {2}', name, place, errors[0]?.message ?? ''),
  );
}

function placeOf({ uri, range }: ResolvedService['errors'][number], root: string): string {
  return `${shown(uri, root)}:${range.start.line + 1}`;
}

function shown(uri: string, root: string): string {
  return path.relative(root, fileURLToPath(uri)).replaceAll(path.sep, '/');
}
