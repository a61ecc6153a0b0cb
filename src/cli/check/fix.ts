import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import type { LanguageService } from '../../language/languageService.js';
import { replaceText } from './replaceText.js';
import type { Source } from './sources.js';

/** What became of a file that was to be mended. */
export interface Fixed {
  /** The file as it is now. */
  readonly source: Source;
  /** How many places were changed. */
  readonly changes: number;
  /** Why nothing was written although there was something to mend. */
  readonly refusal?: string;
}

/** One mend can make another possible; two that undo each other must not go on for ever. */
const mostRounds = 10;

/** Does what “fix all” does in an editor, until nothing is left to do, and writes the file. Standard input is not written. */
export async function fixSource(source: Source, service: LanguageService): Promise<Fixed> {
  let { document } = source;
  let changes = 0;
  for (let round = 0; round < mostRounds; round++) {
    const edits = await fixAll(document, service);
    const text = edits.length > 0 ? applied(document, edits) : document.getText();
    if (text === document.getText()) break;
    changes += edits.length;
    document = TextDocument.create(document.uri, document.languageId, document.version + 1, text);
  }
  if (changes === 0) return { source, changes };
  const refusal =
    source.full === undefined
      ? undefined
      : await replaceText(source.full, source.document.getText(), document.getText());
  return refusal === undefined
    ? { source: { ...source, document }, changes }
    : { source, changes: 0, refusal: t('{0} is not fixed: {1}', source.shown, refusal) };
}

async function fixAll(document: TextDocument, service: LanguageService): Promise<readonly TextEdit[]> {
  const range = { start: { line: 0, character: 0 }, end: document.positionAt(document.getText().length) };
  const actions = await service.codeActions(document, { range, only: ['source.fixAll'] });
  return actions.flatMap(({ edit }) => edit?.changes?.[document.uri] ?? []);
}

/** Edits that lie over each other wait for the next round; new lines end as the others do. */
function applied(document: TextDocument, edits: readonly TextEdit[]): string {
  const hasCrLf = document.getText().includes('\r\n');
  const chosen: TextEdit[] = [];
  let end = -1;
  const byPlace = [...edits].sort(
    (a, b) => document.offsetAt(a.range.start) - document.offsetAt(b.range.start),
  );
  for (const edit of byPlace) {
    const start = document.offsetAt(edit.range.start);
    if (start < end) continue;
    end = document.offsetAt(edit.range.end);
    chosen.push(hasCrLf ? { ...edit, newText: edit.newText.replace(/\r?\n/g, '\r\n') } : edit);
  }
  return TextDocument.applyEdits(document, chosen);
}
