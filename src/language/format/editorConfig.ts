import type { FormatOptions } from './formatOptions.js';
import { fits } from './glob.js';

/** One `.editorconfig`. */
export interface EditorConfig {
  /** No file above it counts. */
  readonly isRoot: boolean;
  readonly sections: readonly { readonly pattern: string; readonly values: ReadonlyMap<string, string> }[];
}

/** Reads an `.editorconfig` (editorconfig.org, specification 0.17). What it does not know it leaves out. */
export function readEditorConfig(text: string): EditorConfig {
  let isRoot = false;
  const sections: { pattern: string; values: Map<string, string> }[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    if (trimmed.startsWith('[') && trimmed.endsWith(']')) {
      sections.push({ pattern: trimmed.slice(1, -1), values: new Map() });
      continue;
    }
    const equals = trimmed.indexOf('=');
    if (equals < 0) continue;
    const name = trimmed.slice(0, equals).trim().toLowerCase();
    const value = trimmed
      .slice(equals + 1)
      .trim()
      .toLowerCase();
    if (sections.length === 0) isRoot ||= name === 'root' && value === 'true';
    else sections.at(-1)?.values.set(name, value);
  }
  return { isRoot, sections };
}

/** What the sections that fit a path, relative to the file's folder, say together: later ones over earlier. */
export function valuesFor({ sections }: EditorConfig, path: string): ReadonlyMap<string, string> {
  return new Map(sections.filter(({ pattern }) => fits(pattern, path)).flatMap(({ values }) => [...values]));
}

const lineEnds: Readonly<Record<string, '\n' | '\r\n'>> = { lf: '\n', crlf: '\r\n' };

export function editorConfigOptions(values: ReadonlyMap<string, string>): Partial<FormatOptions> {
  const indent = values.get('indent_size');
  const size = Number(indent === undefined || indent === 'tab' ? values.get('tab_width') : indent);
  const end = lineEnds[values.get('end_of_line') ?? ''];
  const trims = truth(values.get('trim_trailing_whitespace'));
  const inserts = truth(values.get('insert_final_newline'));
  return {
    ...(Number.isInteger(size) && size > 0 && { tabSize: size }),
    ...(end && { endOfLine: end }),
    ...(trims !== undefined && { trimTrailingWhitespace: trims }),
    ...(inserts !== undefined && { insertFinalNewline: inserts }),
  };
}

function truth(value: string | undefined): boolean | undefined {
  return value === 'true' ? true : value === 'false' ? false : undefined;
}
