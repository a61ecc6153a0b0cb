import { tooDeepAt } from '../documents/depth.js';
import { asMap, parseYaml } from '../documents/yamlDocument.js';
import type { FormatOptions } from './formatOptions.js';
import { fits } from './glob.js';

/** The names under which Prettier keeps its settings as data, in its own order. */
export const prettierFiles = ['.prettierrc', '.prettierrc.json', '.prettierrc.yaml', '.prettierrc.yml'];

type Plain = Readonly<Record<string, unknown>>;

/**
 * What a Prettier configuration says of a file, by its path relative to the configuration's folder.
 * `undefined` where the text is not one.
 */
export function prettierOptions(text: string, path: string): Partial<FormatOptions> | undefined {
  if (text.length > 100_000 || tooDeepAt(text) !== undefined) return undefined;
  const [document] = parseYaml(text) ?? [];
  const config = document?.tree.errors.length === 0 ? document.map : undefined;
  if (!config) return undefined;
  const overrides = Array.isArray(config['overrides']) ? (config['overrides'] as unknown[]) : [];
  const said = overrides.reduce<Plain>((all, one) => {
    const { files, excludeFiles, options } = asMap(one) ?? {};
    const applies = anyFits(files, path) && !anyFits(excludeFiles, path);
    return applies ? { ...all, ...asMap(options) } : all;
  }, config);
  return fromPrettier(said);
}

function anyFits(patterns: unknown, path: string): boolean {
  const all: readonly unknown[] = Array.isArray(patterns) ? patterns : [patterns];
  return all.some((pattern) => typeof pattern === 'string' && fits(pattern, path));
}

function fromPrettier({ tabWidth, bracketSpacing, endOfLine }: Plain): Partial<FormatOptions> {
  const end = endOfLine === 'lf' ? '\n' : endOfLine === 'crlf' ? '\r\n' : undefined;
  return {
    ...(typeof tabWidth === 'number' && { tabSize: tabWidth }),
    ...(typeof bracketSpacing === 'boolean' && { bracketSpacing }),
    ...(end !== undefined && { endOfLine: end }),
    // Prettier knows no other way.
    trimTrailingWhitespace: true,
    insertFinalNewline: true,
    trimFinalNewlines: true,
  };
}
