import { globMatcher } from '../base/glob.js';
import { t } from '../base/l10n.js';
import { limits } from '../language/documents/limits.js';
import { tooDeepAt } from '../language/documents/depth.js';
import { fileNameOf, folderOf } from '../language/documents/uris.js';
import { asMap, parseYaml } from '../language/documents/yamlDocument.js';
import { teamSettings } from '../language/kinds/kinds.js';
import { pointerOf } from '../language/schema/keywords.js';
import { readSettings, type LanguageSettings } from '../language/settings.js';
import { settingsFileName } from '../model/manifestDetector.js';
import { canonicalUri } from './canonicalUri.js';

/** What a settings file says. It holds for its folder and everything below, up to the next one. */
export interface ConfigFile {
  readonly uri: string;
  /** The schemas and their folders as URIs; globs for files are over whole URIs, decoded. */
  readonly settings: LanguageSettings;
  /** Whether a file is among those that are checked. */
  readonly covers: (uri: string) => boolean;
  /** What is wrong with it, in one sentence; the rest of it counts all the same. */
  readonly fault?: string;
}

export function isConfigFile(uri: string): boolean {
  return fileNameOf(uri) === settingsFileName;
}

/** Reads the text of a settings file; `undefined` for another tool's file of that name. */
export function readConfig(uri: string, text: string): ConfigFile | undefined {
  const value = contentOf(text);
  const map = asMap(value);
  if (map && ('apiVersion' in map || 'kind' in map)) return undefined;
  const folder = folderOf(uri);
  const fault = faultOf(text, value);
  const { include, exclude } = { include: globs(map?.['include']), exclude: globs(map?.['exclude']) };
  return {
    uri,
    settings: placed(readSettings(map), `${folder}/`),
    covers: (file) => {
      const canonical = canonicalUri(file);
      if (!canonical.startsWith(`${folder}/`)) return true;
      const path = decoded(canonical.slice(folder.length + 1));
      const isIncluded = include.length === 0 || include.some((fits) => fits(path));
      return isIncluded && !exclude.some((fits) => fits(path));
    },
    ...(fault !== undefined && { fault }),
  };
}

function contentOf(text: string): unknown {
  if (text.length > limits.fullService || tooDeepAt(text) !== undefined) return undefined;
  const [document] = parseYaml(text) ?? [];
  return document?.value;
}

function faultOf(text: string, value: unknown): string | undefined {
  if (text.length > limits.fullService) return t('it is larger than 1 MB');
  const documents = tooDeepAt(text) === undefined ? parseYaml(text) : undefined;
  const [document, second] = documents ?? [];
  if (!documents || document?.plain.problem || (document?.tree.errors.length ?? 0) > 0) {
    return t('it is not valid YAML');
  }
  if (second) return t('it has more than one document');
  if (value === undefined || value === null) return undefined;
  const [fault] = teamSettings.validate(value).faults;
  if (!fault) return undefined;
  return fault.keyword === 'additionalProperties'
    ? t('{0} is not a setting', pointerOf([...fault.path, fault.subject]))
    : t('the value of {0} is not one that it can have', pointerOf(fault.path) || '/');
}

/** Paths and globs count from the folder of the file, whoever reads the settings and wherever. */
function placed(settings: LanguageSettings, folder: string): LanguageSettings {
  const uriOf = (path: string): string => {
    try {
      return new URL(path, folder).href;
    } catch {
      return path;
    }
  };
  return {
    ...settings,
    schemas: settings.schemas.map(({ schema, files, ...rest }) => ({
      ...rest,
      schema: uriOf(schema),
      ...(files && { files: files.map((glob) => globBelow(folder, glob)) }),
    })),
    schemaFolders: settings.schemaFolders.map(uriOf),
  };
}

/** A glob over whole URIs, decoded, that means below a folder what the given one means. */
function globBelow(folder: string, glob: string): string {
  const literal = decoded(folder).replace(/[[{}*?]/g, '[$&]');
  const relative = glob.replace(/^\.?\//, '');
  return `${literal}${relative.includes('/') || relative !== glob ? relative : `**/${relative}`}`;
}

function globs(value: unknown): ((path: string) => boolean)[] {
  const patterns: readonly unknown[] = Array.isArray(value) ? value : [];
  return patterns.filter((one) => typeof one === 'string').map(globMatcher);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
