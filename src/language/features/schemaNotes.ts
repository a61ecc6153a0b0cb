import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { KindSources } from '../kinds/kindSources.js';
import type { Finding } from '../rules/finding.js';

/** What there is to say about the schemas that a file names in a comment, or defines. Offsets in the file. */
export function schemaNotes(source: TextDocument, sources: KindSources): readonly Finding[] {
  const modeline = sources.modelineNote(source);
  const about: readonly Finding[] = modeline
    ? [{ ...modeline, code: 'schema/not-used', severity: 'information' }]
    : [];
  const end = source.offsetAt({ line: 0, character: Number.MAX_SAFE_INTEGER });
  const notes = sources.notes(source.uri).map(({ message, isRefused }): Finding => ({
    start: 0,
    end,
    code: 'schema/refused',
    severity: isRefused ? 'warning' : 'information',
    message,
  }));
  return [...about, ...notes];
}
