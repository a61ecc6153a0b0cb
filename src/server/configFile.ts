import { globMatcher } from '../base/glob.js';
import { t } from '../base/l10n.js';
import { limits } from '../language/documents/limits.js';
import { tooDeepAt } from '../language/documents/depth.js';
import { fileNameOf, folderOf } from '../language/documents/uris.js';
import { asMap, parseYaml } from '../language/documents/yamlDocument.js';
import { validators } from '../language/generated/validators.js';
import { readSettings, type LanguageSettings } from '../language/settings.js';
import { canonicalUri } from './canonicalUri.js';

/** The file of a team's settings. It holds for its folder and everything below, up to the next one. */
export const configFileName = 'golden-path.yaml';

/** What one such file says. */
export interface ConfigFile {
  readonly uri: string;
  /** The schemas and their folders as URIs, the globs for files with the folder of the file before them. */
  readonly settings: LanguageSettings;
  /** Whether a file is among those that are checked. */
  readonly covers: (uri: string) => boolean;
  /** What is wrong with it, in one sentence; the rest of it counts all the same. */
  readonly fault?: string;
}

export function isConfigFile(uri: string): boolean {
  return fileNameOf(uri) === configFileName;
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
  const validate = validators['goldenPathConfig'];
  if (!validate || validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  const { additionalProperty } = (error?.params ?? {}) as { additionalProperty?: unknown };
  return typeof additionalProperty === 'string'
    ? t('{0} is not a setting', `${error?.instancePath ?? ''}/${additionalProperty}`)
    : t('the value of {0} is not one that it can have', error?.instancePath || '/');
}

/** Paths count from the folder of the file, whoever reads the settings and wherever. */
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
    schemas: settings.schemas.map((mapping) => ({ ...mapping, schema: uriOf(mapping.schema) })),
    schemaFolders: settings.schemaFolders.map(uriOf),
  };
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
