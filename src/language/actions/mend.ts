import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, TextEdit } from 'vscode-languageserver-types';
import type { FindingData } from '../rules/finding.js';

/** The edit that puts the word in that was probably meant; `undefined` where a finding knows none. */
export function meantEdit(source: TextDocument, { range, data, code }: Diagnostic): TextEdit | undefined {
  const suggestion = (data as FindingData | undefined)?.suggestion;
  if (suggestion === undefined) return undefined;
  const old = source.getText(range);
  if (code === 'score/unknown-resource') {
    // The finding is on the whole placeholder; only the name in it is wrong.
    const newText = old.replace(/^(\$\{resources\.)[^.}]+/, (_, head: string) => head + suggestion);
    return newText === old || !old.startsWith('${') ? undefined : { range, newText };
  }
  const quote = /^["']/.exec(old)?.[0] ?? '';
  return { range, newText: `${quote}${suggestion}${quote}` };
}

const comment = /^[ \t]*#[ \t]*golden-path-disable-next-line[ \t]+\S/;

/**
 * The edit that switches a rule off for the line of a finding: a comment above it with its indentation, or the code
 * added to the one that is there. `undefined` where a comment cannot stand or would become text.
 */
export function disableEdit(source: TextDocument, { range, code }: Diagnostic): TextEdit | undefined {
  const rule = String(code);
  if (/^(yaml|document)\//.test(rule) || rule === 'score/unknown-resource') return undefined;
  const { line } = range.start;
  const text = lineText(source, line);
  if (text.startsWith('---')) return undefined;
  const above = line > 0 ? lineText(source, line - 1) : '';
  if (comment.test(above)) {
    const end = { line: line - 1, character: above.trimEnd().length };
    return { range: { start: end, end }, newText: `, ${rule}` };
  }
  const start = { line, character: 0 };
  const indentation = /^ */.exec(text)?.[0] ?? '';
  const newText = `${indentation}# golden-path-disable-next-line ${rule}${lineEnd(source)}`;
  return { range: { start, end: start }, newText };
}

/** A line without its end. */
function lineText(source: TextDocument, line: number): string {
  const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return source.getText(range).replace(/[\r\n]+$/, '');
}

function lineEnd(source: TextDocument): string {
  return /\r\n|\r|\n/.exec(source.getText())?.[0] ?? '\n';
}
