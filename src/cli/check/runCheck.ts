import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { t } from '../../base/l10n.js';
import type { DocumentFacts } from '../../language/facts/documentFacts.js';
import { createLanguageService, type LanguageService } from '../../language/languageService.js';
import { standardSettings } from '../../language/settings.js';
import { UserError } from '../../model/errors.js';
import { canonicalUri } from '../../server/canonicalUri.js';
import { isConfigFile, type ConfigFile } from '../../server/configFile.js';
import { ConfigFiles } from '../../server/configFiles.js';
import { nodeFiles } from '../../server/nodeFiles.js';
import type { CommandIo } from '../command.js';
import type { CheckPlatform } from './checkPlatform.js';
import type { CheckOptions } from './checkOptions.js';
import { fixSource, type Fixed } from './fix.js';
import { toCheckDiagnostic, type CheckedFile, type CheckReport } from './report.js';
import { sourcesOf, type Source } from './sources.js';

export interface CheckResult extends CheckReport {
  /** What was fixed of each file, with `--fix`. */
  readonly fixes: readonly Fixed[];
  /** What came on standard input, as it is now. */
  readonly text?: string;
}

/** Reads, with `--fix` mends, and checks everything that the options name, as the settings files above it want it. */
export async function runCheck(options: CheckOptions, io: CommandIo): Promise<CheckResult> {
  const { platform: named, tokenFile } = options;
  if (named === undefined) return runWith(options, {}, io);
  const { checkPlatform } = await import('./checkPlatform.js');
  const platform = await checkPlatform(named, tokenFile, io);
  try {
    const result = await runWith(options, platform.ports, io);
    platform.assertAnswered();
    return result;
  } finally {
    platform.dispose();
  }
}

async function runWith(
  options: CheckOptions,
  platform: CheckPlatform['ports'],
  io: CommandIo,
): Promise<CheckResult> {
  const configs = new ConfigFiles(nodeFiles);
  const known: { facts?: readonly DocumentFacts[] } = {};
  const service = createLanguageService({
    files: nodeFiles,
    workspace: { documents: () => known.facts, roots: rootsOf(options, io) },
    settings: (uri) => configs.settingsFor(uri, standardSettings),
    ...platform,
  });
  const { sources, others, settings } = await readSources(options, service, configs, io);
  const fixes = options.fix ? await Promise.all(sources.map((source) => fixSource(source, service))) : [];
  const current = options.fix ? fixes.map(({ source }) => source) : sources;
  // Only who is shown a whole folder can tell what there is not.
  if (await namesFolder(options, io)) {
    known.facts = current.flatMap(({ document }) => service.facts(document));
  }
  const files: CheckedFile[] = [];
  for (const source of [...current, ...settings]) {
    const file = await checked(source, service);
    // Settings are no manifest: they are told of where something is wrong with them.
    if (!isConfigFile(source.document.uri) || file.diagnostics.length > 0) files.push(file);
  }
  const stdin = [...current, ...others].find(({ full }) => full === undefined);
  return {
    files,
    fixes,
    ...(options.fix && {
      fixed: fixes.filter(({ changes }) => changes > 0).map(({ source }) => source.shown),
    }),
    ...(stdin && { text: `${stdin.hasMark ? '\uFEFF' : ''}${stdin.document.getText()}` }),
  };
}

/** The manifests and settings, of the rest what came on standard input, and the settings that lie elsewhere. */
async function readSources(
  { paths, stdinFilename, watch }: CheckOptions,
  service: LanguageService,
  configs: ConfigFiles,
  io: CommandIo,
): Promise<{ sources: Source[]; others: Source[]; settings: Source[] }> {
  const read: (Source & { readonly isMeant: boolean })[] = [];
  const used = new Set<ConfigFile>();
  for await (const source of sourcesOf({ paths, stdinFilename, mayBeMissing: watch }, io)) {
    const { uri } = source.document;
    const config = await configs.load(uri);
    if (config) used.add(config);
    // Kinds are known from all that is read, also where a file is not to be checked itself.
    await service.learn(uri, source.document.getText());
    const isMeant = isConfigFile(uri) ? config?.uri === canonicalUri(uri) : config?.covers(uri) !== false;
    if (isMeant || source.full === undefined) read.push({ ...source, isMeant });
  }
  const settings: Source[] = [];
  for (const config of used) {
    if (config.fault !== undefined) refuseConfig(config, io);
    if (read.some(({ document }) => canonicalUri(document.uri) === config.uri)) continue;
    const text = (await nodeFiles.readText(config.uri)) ?? '';
    const document = TextDocument.create(config.uri, 'yaml', 0, text);
    settings.push({ shown: shownOf(config, io), document });
  }
  const sources: Source[] = [];
  const others: Source[] = [];
  for (const source of read) {
    await service.prepare(source.document);
    if (source.isMeant && service.recognises(source.document)) sources.push(source);
    else if (source.full === undefined) others.push(source);
  }
  return { sources, others, settings };
}

function shownOf({ uri }: ConfigFile, { cwd }: CommandIo): string {
  return path.relative(cwd, fileURLToPath(uri)).replaceAll(path.sep, '/');
}

/** What lies below the current folder is named from there, all else from the folder that was named. */
function rootsOf({ paths }: CheckOptions, { cwd }: CommandIo): string[] {
  const isAbove = (folder: string): boolean => path.relative(cwd, folder).startsWith('..');
  const folders = paths.map((named) => path.resolve(cwd, named)).filter(isAbove);
  return [cwd, ...folders].map((folder) => pathToFileURL(folder).href);
}

function refuseConfig(config: ConfigFile, io: CommandIo): never {
  throw new UserError(
    'check.settings',
    t('The settings in {0} cannot be used: {1}. Correct them.', shownOf(config, io), config.fault ?? ''),
  );
}

async function namesFolder({ paths }: CheckOptions, io: CommandIo): Promise<boolean> {
  const kinds = paths.map((named) =>
    stat(path.resolve(io.cwd, named)).then(
      (found) => found.isDirectory(),
      () => false,
    ),
  );
  return (await Promise.all(kinds)).some(Boolean);
}

async function checked({ shown, document }: Source, service: LanguageService): Promise<CheckedFile> {
  await service.checkOnPlatform(document);
  const found = await service.diagnostics(document);
  return {
    shown,
    text: document.getText(),
    diagnostics: found.map((diagnostic) => toCheckDiagnostic(shown, diagnostic)),
  };
}
