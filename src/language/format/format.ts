import type { Range, TextEdit } from 'vscode-languageserver-types';
import type { ManifestFile } from '../documents/manifestFile.js';
import type { FormatOptions } from './formatOptions.js';
import { layoutOf } from './layout.js';
import { lineChanges } from './lineChanges.js';
import { linesOf } from './lines.js';
import { meansTheSame } from './sameMeaning.js';
import { spacingChanges, type Change } from './spacing.js';
import { lexTokens, type LexToken } from './tokens.js';

/**
 * The edits that lay a file out: white space only, so comments and quotes stay as they are. None for broken YAML,
 * for templates that are not yet YAML, and where the values would not be the same afterwards. With a range, only the
 * edits in it.
 */
export function format(file: ManifestFile, options: FormatOptions, range?: Range): TextEdit[] {
  const { source } = file;
  if (!isSound(file)) return [];
  const text = source.getText();
  const tokens = lexTokens(text);
  if (isUnrendered(tokens)) return [];
  const lines = linesOf(text, tokens);
  const layout = layoutOf(text, lines, tokens, options.tabSize);
  if (!layout) return [];
  const all = ordered([...lineChanges(text, lines, layout, options), ...spacingChanges(tokens, options)]);
  const from = range ? source.offsetAt(range.start) : 0;
  const to = range ? source.offsetAt(range.end) : text.length;
  const changes = range ? all.filter(({ start, end }) => start >= from && end <= to) : all;
  if (changes.length === 0 || !meansTheSame(file, applied(text, changes))) return [];
  return changes.map(({ start, end, text: newText }) => ({
    range: { start: source.positionAt(start), end: source.positionAt(end) },
    newText,
  }));
}

function isSound({ extent, documents }: ManifestFile): boolean {
  return (
    extent === 'full' &&
    documents.every(({ document }) => document.tree.errors.length === 0 && !document.plain.problem)
  );
}

/** `{{ name }}`: to YAML a map in a map, to a person the placeholder of a template. */
function isUnrendered(tokens: readonly LexToken[]): boolean {
  return tokens.some(({ kind, source }, index) => {
    const next = tokens[index + 1];
    return kind === 'mark' && source === '{' && next?.kind === 'mark' && next.source === '{';
  });
}

/** In the order of the text. Of two at one place, the removal of a line's last blanks and its end become one. */
function ordered(changes: readonly Change[]): Change[] {
  const result: Change[] = [];
  for (const change of [...changes].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last && change.start < last.end) continue;
    if (last && change.start === last.end) {
      result[result.length - 1] = { start: last.start, end: change.end, text: last.text + change.text };
    } else result.push(change);
  }
  return result;
}

function applied(text: string, changes: readonly Change[]): string {
  let at = 0;
  const parts: string[] = [];
  for (const { start, end, text: inserted } of changes) {
    parts.push(text.slice(at, start), inserted);
    at = end;
  }
  return parts.join('') + text.slice(at);
}
